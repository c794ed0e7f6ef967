# shellcheck shell=bash disable=SC2154,SC2034 # the pieces share variables
# What the scripts say: Chinese first, English second.

# step 中文 English: a line of progress.
step() { printf '· %s\n  %s\n' "$1" "$2"; }

# warn 中文 English: something the reader should know, on standard error.
warn() { printf '! %s\n  %s\n' "$1" "$2" >&2; }

# die 中文 English: what is wrong and what to do, then the end.
die() {
  printf '\n✗ %s\n\n  %s\n' "${1//$'\n'/$'\n'  }" "${2//$'\n'/$'\n'  }" >&2
  exit 1
}

# need_go: everything here is built with Go.
need_go() {
  command -v go >/dev/null || die \
    $'没有找到 Go。请安装 Go 1.26 或更新的版本：https://go.dev/dl/\n装好以后，确认 `go version` 能运行，再试一次。' \
    $'Go was not found. Install Go 1.26 or newer: https://go.dev/dl/\nMake sure that `go version` runs, then try again.'
}

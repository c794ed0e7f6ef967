# shellcheck shell=bash disable=SC2154,SC2034 # the pieces share variables
# Packages of Debian and Ubuntu that the scripts need. Uses say.sh.

# install_packages 中文理由 English-reason package...: says what it installs
# and why, then does it with apt, through sudo when we are not root.
install_packages() {
  local zh=$1 en=$2
  shift 2
  local root=()
  if ! command -v apt-get >/dev/null; then
    die "$zh"$'\n'"这台机器没有 apt。请用它自己的办法安装：$*" \
      "$en"$'\n'"This machine has no apt. Please install by its own means: $*"
  fi
  if [ "$(id -u)" -ne 0 ]; then
    command -v sudo >/dev/null || die \
      "$zh"$'\n'"安装需要管理员权限。请让管理员运行：apt-get install $*" \
      "$en"$'\n'"Installing needs an administrator. Ask for: apt-get install $*"
    root=(sudo)
    [ -t 0 ] || root=(sudo -n)
  fi
  step "$zh 现在用 apt 安装：$*" "$en Installing with apt: $*"
  # Our own files are for us alone; a package's are not.
  (
    umask 022
    apt() { "${root[@]}" env DEBIAN_FRONTEND=noninteractive apt-get -qq -o Dpkg::Use-Pty=0 "$@"; }
    apt install -y --no-install-recommends -s "$@" >/dev/null 2>&1 || apt update
    case " $* " in *' postgresql '*) without_system_cluster ;; esac
    apt install -y --no-install-recommends "$@"
  ) </dev/stdin || die \
    $'安装没有成功，原因见上面。请处理后再试，或者自己运行：\napt-get install '"$*" \
    $'The installation failed; the reason is above. Mend it and try again, or run yourself:\napt-get install '"$*"
}

# without_system_cluster keeps Debian's PostgreSQL package from starting a
# server of its own on port 5432: nobody asked for one. It runs inside
# install_packages' subshell and is undone when that ends.
without_system_cluster() {
  apt install -y --no-install-recommends postgresql-common
  local file=/etc/postgresql-common/createcluster.d/secondbrother-install.conf
  # shellcheck disable=SC2064 # expanded now, while the names are known
  trap "${root[*]} rm -f $file" EXIT
  "${root[@]}" mkdir -p "${file%/*}"
  echo 'create_main_cluster = false' | "${root[@]}" tee "$file" >/dev/null
}

# need_postgres sets postgres_bin to the folder of PostgreSQL's server
# programs, installing them when there are none. With a version (the one that
# made a cluster) only that one will do.
need_postgres() {
  local version=${1:-}
  find_postgres "$version" && return
  if [ -n "$version" ]; then
    die \
      $'这里的数据是 PostgreSQL '"$version"$' 建的，但机器上没有这个版本的程序。\n请安装 postgresql-'"$version"$'，或者用 scripts/run --fresh 从头开始（会删除现有数据）。' \
      $'The data here was made by PostgreSQL '"$version"$', whose programs are not on this machine.\nInstall postgresql-'"$version"$', or begin anew with scripts/run --fresh (deletes the data).'
  fi
  install_packages '没有找到 PostgreSQL 的服务程序。' 'No PostgreSQL server programs were found.' postgresql
  find_postgres '' || die \
    '装好了 postgresql，却仍然找不到它的程序。请检查 /usr/lib/postgresql。' \
    'postgresql is installed, yet its programs are not found. Please look into /usr/lib/postgresql.'
}

find_postgres() {
  local candidate
  # shellcheck disable=SC2086 # the star is a pattern
  candidate=$(printf '%s\n' /usr/lib/postgresql/${1:-*}/bin | sort -t/ -k5,5V | tail -n 1)
  if [ ! -x "$candidate/postgres" ] && [ -z "$1" ] && command -v pg_config >/dev/null; then
    candidate=$(pg_config --bindir)
  fi
  [ -x "$candidate/postgres" ] && [ -x "$candidate/initdb" ] || return 1
  postgres_bin=$candidate
}

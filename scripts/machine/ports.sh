# shellcheck shell=bash disable=SC2154,SC2034 # the pieces share variables
# Free loopback ports, remembered between runs. Uses say.sh.

port_taken() { (exec 3<>"/dev/tcp/127.0.0.1/$1") 2>/dev/null; }

# free_port prints a port nobody listens on, below Linux's range for outgoing
# connections (32768): a client that reconnects to a stopped server inside that
# range can end up connected to itself.
free_port() {
  local port
  while :; do
    port=$((20000 + RANDOM % 12000))
    port_taken "$port" || break
  done
  echo "$port"
}

# remember_port FILE NAME: sets port to the one FILE remembers for NAME, or to
# a new one when there is none or somebody else has it now, and notes it.
remember_port() {
  local file=$1 name=$2
  port=
  if [ -f "$file" ]; then port=$(sed -n "s/^$name=\([0-9][0-9]*\)$/\1/p" "$file" | head -n 1); fi
  if [ -n "$port" ]; then
    port_taken "$port" || return 0
    warn "上次给 $name 用的端口 $port 现在被别的程序占用，换一个。" \
      "Port $port, which $name had last time, is now used by another program; choosing another."
  fi
  port=$(free_port)
  note_port "$file" "$name" "$port"
}

# note_port FILE NAME PORT; without PORT the name is forgotten.
note_port() {
  local file=$1 name=$2 rest=
  if [ -f "$file" ]; then rest=$(grep -v "^$name=" "$file" || true); fi
  {
    if [ -n "$rest" ]; then printf '%s\n' "$rest"; fi
    if [ -n "${3:-}" ]; then printf '%s=%s\n' "$name" "$3"; fi
  } >"$file.new"
  mv "$file.new" "$file"
}

# reachable URL-LIST: does any host:port of comma-separated URLs answer?
# DEFAULT_PORT is for URLs that name none.
reachable() {
  local default_port=$2 url rest host port list
  case $1 in *://*) ;; *=*) return 0 ;; esac # key=value form: the program will say
  IFS=, read -r -a list <<<"$1"
  for url in "${list[@]}"; do
    rest=${url#*://}
    rest=${rest%%[/?]*}
    rest=${rest##*@}
    # A socket file, or something we cannot read: let the program say.
    [ -n "$rest" ] || return 0
    case $rest in
      \[*\]:*) host=${rest%]:*} && host=${host#[} && port=${rest##*:} ;;
      \[*\]) host=${rest#[} && host=${host%]} && port=$default_port ;;
      *:*) host=${rest%:*} && port=${rest##*:} ;;
      *) host=$rest && port=$default_port ;;
    esac
    # shellcheck disable=SC2016 # for the inner bash
    if timeout 5 bash -c 'exec 3<>"/dev/tcp/$1/$2"' - "$host" "$port" 2>/dev/null; then return 0; fi
  done
  return 1
}

# shellcheck shell=bash disable=SC2154,SC2034 # the pieces share variables
# A private nats-server on loopback, JetStream on disk. Uses programs.sh.

# nats_configure HOME PORT SYNC: writes HOME/nats.conf. SYNC is JetStream's
# sync_interval; "always" keeps acknowledged messages through a power cut. The
# password is made once and stays in HOME/password. More lines for the
# jetstream block may follow.
nats_configure() {
  local home=$1 port=$2 sync=$3
  shift 3
  if [ ! -s "$home/password" ]; then
    (umask 077 && head -c 18 /dev/urandom | base64 | tr '+/' '-_' >"$home/password")
  fi
  (
    umask 077
    cat >"$home/nats.conf" <<CONFIGURATION
server_name: "secondbrother-$port"
listen: "127.0.0.1:$port"
authorization { user: secondbrother, password: "$(cat "$home/password")" }
jetstream {
  store_dir: "$home/store"
  sync_interval: $sync
$(printf '  %s\n' "$@")
}
CONFIGURATION
  )
  nats_home=$home nats_port=$port
}

# nats_start EXECUTABLE, after nats_configure.
nats_start() { launch nats TERM "$nats_home" "$1" -c "$nats_home/nats.conf"; }

# ready_nats: it opens its port only after JetStream has read its store, and
# its greeting names it.
ready_nats() {
  local line
  line=$(
    exec 2>/dev/null
    exec 3<>"/dev/tcp/127.0.0.1/$nats_port" || exit 1
    IFS= read -r -t 5 line <&3 && printf '%s' "$line"
  ) || return 1
  [[ $line == INFO*"\"server_name\":\"secondbrother-$nats_port\""* ]]
}

nats_url() { printf 'nats://secondbrother:%s@127.0.0.1:%s' "$(cat "$nats_home/password")" "$nats_port"; }

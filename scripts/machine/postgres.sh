# shellcheck shell=bash disable=SC2154,SC2034 # the pieces share variables
# A private PostgreSQL cluster on loopback. Uses say.sh, packages.sh and
# programs.sh.

# postgres_user sets postgres_as, a command prefix: PostgreSQL refuses to run
# as root, so root runs it as the user postgres, or as nobody.
postgres_user() {
  postgres_as=()
  [ "$(id -u)" -eq 0 ] || return 0
  local user
  for user in postgres nobody; do
    if id -u "$user" >/dev/null 2>&1; then
      postgres_as=(setpriv "--reuid=$user" "--regid=$(id -g "$user")" --init-groups --)
      postgres_owner=$user
      return 0
    fi
  done
  die 'PostgreSQL 不能以 root 运行，而这台机器没有 postgres 或 nobody 用户。请换普通用户运行。' \
    'PostgreSQL refuses to run as root and this machine has no user postgres or nobody. Run this as an ordinary user.'
}

# postgres_environment: nothing of ours may steer it to another server.
postgres_environment=(env -i "PATH=$PATH" LC_ALL=C.UTF-8)

# postgres_create HOME: a new cluster in HOME/data with a random password in
# HOME/password. HOME must exist and let PostgreSQL's user through.
postgres_create() {
  local home=$1
  (umask 077 && head -c 18 /dev/urandom | base64 | tr '+/' '-_' >"$home/password")
  if [ ${#postgres_as[@]} -gt 0 ]; then chown "$postgres_owner" "$home" "$home/password"; fi
  (cd "$home" && "${postgres_environment[@]}" "${postgres_as[@]}" "$postgres_bin/initdb" \
    --pgdata="$home/data.new" --username=secondbrother --auth=scram-sha-256 --pwfile="$home/password" \
    --encoding=UTF8 --locale=C.UTF-8 --data-checksums --no-instructions) >>"$log_dir/postgres.log" 2>&1 || return 1
  # Only a finished cluster gets the name: an interrupted one is made again.
  mv "$home/data.new" "$home/data"
}

# postgres_start HOME PORT [setting=value...]: TCP on loopback alone. Failed
# statements stay out of the log, because they quote what people wrote; the
# program that sent them knows what went wrong.
postgres_start() {
  local home=$1 port=$2 setting settings=()
  shift 2
  for setting in "port=$port" listen_addresses=127.0.0.1 unix_socket_directories= \
    timezone=UTC log_timezone=UTC log_min_messages=log log_error_verbosity=terse "$@"; do
    settings+=(-c "$setting")
  done
  as_user=("${postgres_as[@]}")
  launch postgres INT "$home" "${postgres_environment[@]}" "$postgres_bin/postgres" -D "$home/data" "${settings[@]}"
  as_user=()
  postgres_home=$home postgres_port=$port
}

# postgres_query SQL [DATABASE]. The password goes through the environment:
# arguments are everybody's to read.
postgres_query() {
  (
    unset "${!PG@}"
    PGPASSWORD=$(cat "$postgres_home/password")
    export PGPASSWORD PGCONNECT_TIMEOUT=5
    exec "$postgres_bin/psql" -XqAt -v ON_ERROR_STOP=1 -h 127.0.0.1 -p "$postgres_port" -U secondbrother \
      -d "${2:-postgres}" -c "$1"
  )
}

ready_postgres() { postgres_query 'SELECT 1' >/dev/null 2>&1; }

# postgres_url DATABASE
postgres_url() {
  printf 'postgres://secondbrother:%s@127.0.0.1:%s/%s?sslmode=disable' "$(cat "$postgres_home/password")" "$postgres_port" "$1"
}

# shellcheck shell=bash disable=SC2154,SC2034 # the pieces share variables
# What one checkout keeps for itself under .run: its lock, its PostgreSQL
# cluster, its NATS store, its key. Uses the other pieces. The caller sets
# checkout, run, log_dir, pid_dir, ports and key_file.

# elsewhere is where the cluster goes when root's checkout lies in a folder that
# PostgreSQL's user cannot enter (/root); .run/postgres then points there.
elsewhere=/var/lib/secondbrother-$(printf %s "$checkout" | sha256sum | cut -c1-12)

# claim_folder makes sure that .run is ours and that nobody else runs here.
claim_folder() {
  if [ -e "$run" ] && [ ! -O "$run" ]; then
    die "$run 属于另一个用户（$(stat -c %U "$run")）。请用那个用户运行，或者先把它移走。" \
      "$run belongs to another user ($(stat -c %U "$run")). Run as that user, or move it away first."
  fi
  if [ -d "$run" ] && [ ! -e "$run/made-by-scripts-run" ] && [ -n "$(ls -A "$run")" ]; then
    die "$run 里有不是 scripts/run 建的东西，不敢动它。请先把它移走。" \
      "$run holds something scripts/run did not make; leaving it alone. Move it away first."
  fi
  mkdir -p "$run"
  : >"$run/made-by-scripts-run"
  exec 9>"$run/lock"
  flock -w 2 9 || die \
    "这个目录已经在运行了$(if [ -s "$run/page" ]; then printf '，网页在 %s' "$(cat "$run/page")"; fi)。要重来，先在那个窗口按 Ctrl-C。" \
    "Already running here$(if [ -s "$run/page" ]; then printf ', its page is %s' "$(cat "$run/page")"; fi). To begin again, press Ctrl-C in that window first."
  mkdir -p "$log_dir" "$pid_dir" "$run/bin"
  rm -f "$run/page"
}

# begin_anew deletes what --fresh promises to. IDENTITY_KEY_FILE's key goes with
# the NATS store: it opens what the bot keeps there.
begin_anew() {
  step '从头开始：删除 .run 里的数据。' 'Beginning anew: deleting the data in .run.'
  if [ -n "${DATABASE_URL:-}${NATS_URL:-}" ]; then
    warn 'DATABASE_URL 或 NATS_URL 是你自己的服务器，那里的数据不动。' \
      'DATABASE_URL or NATS_URL is a server of yours; its data stays.'
  fi
  if [ -z "${DATABASE_URL:-}" ]; then
    rm -rf "$run/postgres" "$run/roster" "$run/invitations.csv"
    if [ -O "$elsewhere/made-by-scripts-run" ]; then rm -rf "$elsewhere"; fi
  fi
  if [ -z "${NATS_URL:-}" ]; then rm -rf "$run/nats" "$run/identity.key"; fi
  rm -rf "${log_dir:?}"/* "$ports"
}

# own_postgres makes the private cluster if there is none yet, and chooses its
# port.
own_postgres() {
  local home=$run/postgres version=
  if [ -e "$home/data/PG_VERSION" ]; then version=$(cat "$home/data/PG_VERSION"); fi
  need_postgres "$version"
  postgres_user
  if [ ! -e "$home/data" ]; then
    step '准备私有的 PostgreSQL 数据库' 'making a private PostgreSQL cluster'
    rm -rf "$home"
    if [ ${#postgres_as[@]} -gt 0 ]; then
      chmod 711 "$run"
      if "${postgres_as[@]}" test -x "$run"; then
        mkdir -m 711 "$home"
      else
        warn "PostgreSQL 的用户进不了 $run，数据放在 $elsewhere。" \
          "PostgreSQL's user cannot enter $run; its data goes to $elsewhere."
        rm -rf "$elsewhere"
        mkdir -p /var/lib
        mkdir -m 711 "$elsewhere"
        : >"$elsewhere/made-by-scripts-run"
        ln -s "$elsewhere" "$home"
      fi
    else
      mkdir -m 711 "$home"
    fi
    if ! postgres_create "$(readlink -f "$home")"; then
      show_log postgres
      die '建数据库没有成功，原因见上面（磁盘满了，或者目录不能写？）。' \
        'The cluster could not be made; the reason is above (disk full, or a folder not writable?).'
    fi
  fi
  remember_port "$ports" postgres
  postgres_home=$(readlink -f "$home") postgres_port=$port
}

start_postgres() { postgres_start "$postgres_home" "$postgres_port"; }

own_nats() {
  mkdir -p "$run/nats"
  remember_port "$ports" nats
  nats_configure "$run/nats" "$port" always
}

start_nats() { nats_start "$run/bin/nats-server"; }

# identity_key makes the bot's key at the first run.
identity_key() {
  [ ! -s "$key_file" ] || return 0
  if [ -n "${IDENTITY_KEY_FILE:-}" ]; then
    die "IDENTITY_KEY_FILE 指的文件 $key_file 不存在或是空的。建一个：od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n' > $key_file" \
      "IDENTITY_KEY_FILE names $key_file, which does not exist or is empty. Make one: od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n' > $key_file"
  fi
  if [ -e "$run/nats/store" ]; then
    die "$key_file 不见了，没有它就读不出谁和谁对话。请把它恢复回来，或用 scripts/run --fresh 从头开始（会删除现有数据）。" \
      "$key_file is gone, and without it the bot cannot tell who is who. Bring it back, or begin anew with scripts/run --fresh (deletes the data)."
  fi
  od -An -v -tx1 -N32 /dev/urandom | tr -d ' \n' >"$key_file.new"
  chmod 600 "$key_file.new"
  mv "$key_file.new" "$key_file"
}

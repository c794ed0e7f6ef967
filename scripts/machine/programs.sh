# shellcheck shell=bash disable=SC2154,SC2034 # the pieces share variables
# The programs a script runs beside itself: started in order, watched, stopped
# in reverse. Uses say.sh. The caller sets log_dir and pid_dir.

declare -A pid_of=() signal_of=()
started=() # names, in the order they were started

# launch NAME SIGNAL FOLDER command...: starts the command in FOLDER, in a
# session of its own (Ctrl-C reaches only the script, which then stops things
# in order); SIGNAL is what ends it cleanly, and what the kernel sends it
# should the script itself be killed. The lock (file 9) is not handed on.
launch() {
  local name=$1 signal=$2 folder=$3
  shift 3
  (
    cd "$folder" || exit
    exec setsid "${as_user[@]}" setpriv --pdeathsig "$signal" -- "$@"
  ) >>"$log_dir/$name.log" 2>&1 </dev/null 9>&- &
  pid_of[$name]=$!
  signal_of[$name]=$signal
  echo "$!" >"$pid_dir/$name.pid"
  case " ${started[*]} " in *" $name "*) ;; *) started+=("$name") ;; esac
}
as_user=() # prefix that runs the next launch as another user

alive() { [ -n "${pid_of[$1]:-}" ] && kill -0 "${pid_of[$1]}" 2>/dev/null; }

# fresh_log NAME: this run's log begins empty, the last one is kept beside it.
fresh_log() {
  if [ -s "$log_dir/$1.log" ]; then mv "$log_dir/$1.log" "$log_dir/$1.log.1"; fi
  : >"$log_dir/$1.log"
}

show_log() {
  printf '  ── %s ──\n' "$log_dir/$1.log" >&2
  tail -n "${2:-15}" "$log_dir/$1.log" | sed 's/^/  | /' >&2
}

# await NAME SECONDS: until ready_NAME succeeds. 1 when the program ends
# before, 2 when the time is over. Says that it waits, now and then.
await() {
  local name=$1 limit=$2 begun=$SECONDS said=$SECONDS
  until "ready_$name"; do
    alive "$name" || return 1
    [ $((SECONDS - begun)) -lt "$limit" ] || return 2
    if [ $((SECONDS - said)) -ge 5 ]; then
      said=$SECONDS
      step "还在等 $name 就绪（$((SECONDS - begun)) 秒）" "still waiting for $name ($((SECONDS - begun)) s)"
    fi
    sleep 0.2
  done
}

# stop NAME: asks it to end, waits, then kills it.
stop() {
  local name=$1 tries=0
  alive "$name" || return 0
  kill -s "${signal_of[$name]}" "${pid_of[$name]}" 2>/dev/null || true
  while alive "$name"; do
    if [ "$tries" -eq 100 ]; then
      warn "$name 20 秒内没有停下，强制结束。" "$name did not stop within 20 s; killing it."
      kill -s KILL "${pid_of[$name]}" 2>/dev/null || true
    fi
    tries=$((tries + 1))
    sleep 0.2
  done
  wait "${pid_of[$name]}" 2>/dev/null || true
  rm -f "$pid_dir/$name.pid"
}

stop_all() {
  local i
  for ((i = ${#started[@]} - 1; i >= 0; i--)); do
    if alive "${started[i]}"; then
      [ -n "${quiet_stop:-}" ] || step "停止 ${started[i]}" "stopping ${started[i]}"
      stop "${started[i]}"
    fi
  done
}

# clear_leftovers PATH...: ends what an earlier, killed script left running. A
# pid whose command line names none of the paths is somebody else's by now.
clear_leftovers() {
  local file pid tries path
  for file in "$pid_dir"/*.pid; do
    [ -f "$file" ] || continue
    pid=$(cat "$file")
    for path in "$@"; do
      tries=0
      while grep -qsF "$path" "/proc/$pid/cmdline" 2>/dev/null; do
        if [ "$tries" -eq 0 ]; then
          step "上次留下的 $(basename "$file" .pid)（进程 $pid）还在，先停掉它。" \
            "$(basename "$file" .pid) of the last run (process $pid) is still there; stopping it."
          # Ends PostgreSQL's sessions too; to our programs it means the same as TERM.
          kill -s INT "$pid" 2>/dev/null || true
        elif [ "$tries" -eq 50 ]; then
          kill -s KILL "$pid" 2>/dev/null || true
        fi
        tries=$((tries + 1))
        sleep 0.2
      done
    done
    rm -f "$file"
  done
}

# http_ok PORT PATH: does it answer 200? (curl may not be there.)
http_ok() {
  local line
  line=$(
    exec 2>/dev/null
    exec 3<>"/dev/tcp/127.0.0.1/$1" || exit 1
    printf 'GET %s HTTP/1.0\r\nHost: 127.0.0.1:%s\r\n\r\n' "$2" "$1" >&3
    IFS= read -r -t 5 line <&3 && printf '%s' "$line"
  ) || return 1
  [[ $line == HTTP/1.?' 200'* ]]
}

# shellcheck shell=bash disable=SC2154,SC2034 # the pieces share variables
# The first start of each program, and keeping them up afterwards. Uses say.sh,
# ports.sh and programs.sh; NAME has its start_NAME and ready_NAME.

# begin NAME: the first start. What fails now will not get better by itself.
begin() {
  local name=$1 code=0
  fresh_log "$name"
  "start_$name"
  await "$name" 90 || code=$?
  case $code in
    0) step "$name 就绪" "$name is ready" && return ;;
    2) local zh="$name 90 秒内没有就绪。" en="$name did not get ready within 90 s." ;;
    *) local zh="$name 启动后退出了。" en="$name ended right after its start." ;;
  esac
  show_log "$name"
  if grep -qi 'address already in use' "$log_dir/$name.log"; then
    note_port "$ports" "$name"
    die "$zh"$'\n它要用的端口刚被别的程序占用；再运行一次 scripts/run 会换一个端口。' \
      "$en"$'\nIts port has just been taken by another program; run scripts/run again and it gets another.'
  fi
  die "$zh"$'\n原因见上面的日志。改好以后再运行 scripts/run，数据都在。' \
    "$en"$'\nThe reason is in the log above. Mend it and run scripts/run again; the data is kept.'
}

# watch keeps everything up: what dies comes back after a pause that doubles
# with every failure and is forgotten after a good minute.
watch() {
  local name pause
  local -A failures=() since=() again_at=() back=()
  for name in "${started[@]}"; do since[$name]=$SECONDS; done
  while :; do
    sleep 1 9>&- &
    wait "$!" || true # unlike sleep in the foreground, this lets Ctrl-C through at once
    for name in "${started[@]}"; do
      if alive "$name"; then
        if [ -n "${back[$name]:-}" ] && "ready_$name"; then
          step "$name 又就绪了" "$name is ready again"
          unset "back[$name]"
        fi
        continue
      fi
      if [ -z "${again_at[$name]:-}" ]; then
        if [ $((SECONDS - since[$name])) -ge 60 ]; then failures[$name]=0; fi
        failures[$name]=$((${failures[$name]:-0} + 1))
        pause=$((1 << (failures[$name] < 6 ? failures[$name] - 1 : 5)))
        if [ "$pause" -gt 30 ]; then pause=30; fi
        again_at[$name]=$((SECONDS + pause))
        warn "$name 停了，$pause 秒后重新启动。它最后的日志：" "$name has ended; starting it again in $pause s. Its last lines:"
        show_log "$name" 5
      fi
      if [ "$SECONDS" -ge "${again_at[$name]}" ]; then
        unset "again_at[$name]"
        since[$name]=$SECONDS
        "start_$name"
        back[$name]=yes
      fi
    done
  done
}

# shellcheck shell=bash
#
# cable - every host is on two networks; one cable is pulled while elements register and while a
# session runs, and neither notices
#
# roles: registrar others others
# sabotage: both-cables-register register
# sabotage: both-cables-talk pull

# SCTP gives a path up after about a second.
fast_failover() {
  local host
  for host in "${host_names[@]}"; do
    # the minimum first: no maximum below it is accepted
    at "$host" sysctl -qw net.sctp.rto_min=200 net.sctp.rto_initial=300 net.sctp.rto_max=1000 \
      net.sctp.path_max_retrans=2 net.sctp.hb_interval=1000
  done
}

# all_paths HOST: prints "active" if the host can reach all its peers on all their addresses
all_paths() {
  at "$1" cat /proc/net/sctp/remaddr |
    awk 'NR > 1 && $8 != 2 { print "not active:", $1 } END { if (NR > 1) print "active" }'
}

await_paths() {
  local host
  for host in pr1 pe1 pu1; do
    await "$SOON" "SCTP paths of $host" active all_paths "$host"
  done
}

# Several lines, the last of them some seconds after the first: long enough for keep-alives and
# renewed registrations to take the other cable too.
exchange_for() { # SECONDS
  local -i end=$((SECONDS + $1))
  while ((SECONDS < end)); do
    exchange
    read -rt 0.5 -u "$nap"
  done
}

play() {
  OURS_LISTEN=yes
  HSDUMP_HOST=pr1 # it needs no cable there
  network
  fast_failover

  step start
  registrar pr1

  step register
  unplug pe1 1
  sabotaged both-cables-register && unplug pe1 2
  join_elements pe1
  replug pe1 1
  unplug pr1 1
  join_elements pe2
  replug pr1 1
  answers_agree

  step talk
  session "$POOL"
  exchange
  await_paths
  served=$(serving)

  step pull
  unplug "$served" 1
  sabotaged both-cables-talk && unplug "$served" 2
  exchange_for 7
  equal "who serves the user" "$served" "$(serving)"
  await "$SOON" "elements of the pool at the registrar" "$(all_joined)" \
    "elements_$registrar_by" "$POOL"

  step pull-other
  replug "$served" 1
  await_paths
  unplug "$served" 2
  exchange_for 3
  equal "who serves the user" "$served" "$(serving)"
  await "$SOON" "elements of the pool at the registrar" "$(all_joined)" \
    "elements_$registrar_by" "$POOL"
  session_end

  step leave
  leave pe1
  await_lost pe1 "$SOON"
  leave pe2
  await_lost pe2 "$SOON"
  answers_agree

  step stop
  leave pr1
}

# shellcheck shell=bash
#
# scope.sh - scenarios with several registrars: who must be known where (sourced by play)
#
#   member KIND HOST POOL ID HOME [POLICY]
#                          starts an element of an implementation, which is RSPLIB if there is no
#                          program of ours, as process ID; it registers with
#                          the first of KNOWN, which must be HOME. That may be a pattern, as where
#                          RSPLIB's element chooses: pr[23]
#   many HOST POOL FIRST LAST HOME
#                          the same, by RSPLIB, for each identifier from FIRST to LAST, as processes
#                          many-ID
#   forget ID...           these elements are gone: for each process that still runs, end it before
#   agree HOST...          the registrars there have exactly the elements that are members, and the
#                          same of each: pool, identifier, home, addresses
#   see N HOST...          each of these registrars counts N others. Whoever asks an RSPLIB registrar
#                          by ENRP is one for ten seconds

# scope: what all these scenarios have in common.
# RSPLIB counts the lives of elements whose home is another registrar, and no less while that one is
# stopped: thirty seconds.
scope() {
  RSPLIB_RENEWAL=10000
  ENRP_GROUP=239.0.0.51:9901
}

# Of each element that must be known: pool, host, home registrar's host
declare -A member_pool=() member_host=() member_home=()

member() {
  local kind=$1 host=$2 pool=$3 id=$4 policy=${6:-RoundRobin}
  [ -n "${RSERPOOL:-}" ] || kind=rsplib
  member_pool[$id]=$pool
  member_host[$id]=$host
  member_home[$id]=$5
  "element_$kind" "$host" "$pool" "$policy" "${service:-echo}" "$id" "${name:-$id}"
}

many() {
  local name
  local -i i
  for ((i = 10#$3; i <= 10#$4; i++)); do
    name=$(printf 'many-%08d' "$i")
    member rsplib "$1" "$2" "${name#many-}" "$5"
  done
}

forget() {
  local id
  for id in "$@"; do unset "member_pool[$id]" "member_host[$id]" "member_home[$id]"; done
}

# moved TO [FROM]: all elements, or those of a registrar, have another home
moved() {
  local id
  for id in "${!member_home[@]}"; do
    [ "${member_home[$id]}" != "${2:-${member_home[$id]}}" ] || member_home[$id]=$1
  done
}

table() {
  local id home
  for id in "${!member_pool[@]}"; do
    home=${member_home[$id]#pr}
    echo "${member_pool[$id]} $id $home$home$home$home$home$home$home$home" \
      "$(addresses "${member_host[$id]}")"
  done | sort
}

# Counted before it is looked at: that is cheap, and leaves no traces.
count() { # HOST...
  local host
  for host in "$@"; do
    await "$LATER" "number of elements at the registrar on $host" "${#member_pool[@]}" \
      "members_$(by "$host")" "$host"
  done
}

agree() {
  local host expected
  count "$@"
  expected=$(table)
  for host in "$@"; do
    await "$LATER" "handle table of $host that hsdump shows" "$expected" hsdump_elements "$host"
    expected=$(hsdump_elements "$host") # which home it is where there is a choice
  done
}

agree_dumps() {
  local host expected
  expected=$(table)
  for host in "$@"; do
    await "$SOON" "handle table of $host that rserpool dump shows" "$expected" dump_elements "$host"
  done
}

see() {
  local n=$1 host
  shift
  for host in "$@"; do
    await "$LATER" "number of peers of the registrar on $host" "$n" "peers_$(by "$host")" "$host"
  done
}

# users: a user of each kind, who know all of KNOWN, turn to registrars all the time. Ours resolves
# pool Both again and again; that of RSPLIB pool Ping, whenever an element has ended its session.
users() {
  # shellcheck disable=SC2046 # words are wanted
  launch ping pu1 pingpongclient -poolhandle=Ping -interval=200 \
    $(rsplib_registrars) $(rsplib_logging ping)
  if [ -n "${RSERPOOL:-}" ]; then
    : >resolved.out
    while :; do resolve_ours Both >>resolved.out; done &
    process[resolved]=$!
  fi
  undisturbed
}

users_end() {
  crash ping
  [ -z "${RSERPOOL:-}" ] || crash resolved
}

# Both users are answered, and ours has never been told of other elements than those that there are.
undisturbed() {
  local -i pings resolutions
  pings=$(pings)
  resolutions=$(resolutions)
  await "$LATER" "answers to the user of pool Ping" yes more_than $((pings + 15)) pings
  [ -n "${RSERPOOL:-}" ] || return 0
  await "$LATER" "answers to the user of pool Both" yes more_than $((resolutions + 1)) resolutions
  equal "other answers to the user of pool Both" "" "$(grep -vxF "$(both)" resolved.out)"
}

pings() { grep -ac 'Ack #' ping.out; }
resolutions() { wc -l <resolved.out; }
both() { table | awk '$1 == "Both" { printf "%s%s", sep, $2; sep = " " }'; }

more_than() { # NUMBER COMMAND
  local -i found
  found=$("$2")
  if ((found > $1)); then echo yes; else echo "only $found"; fi
}

# An RSPLIB element of pool Ping ends each session after some messages.
pinged() { # HOST ID HOME
  service="pingpong -pppfailureafter=5" member rsplib "$1" Ping "$2" "$3"
}

# part A B; mend A B: two hosts do not reach each other any more, by unicast; and they do again
part() { apart add "$@"; }
mend() { apart del "$@"; }

apart() { # COMMAND A B
  local k
  for k in 1 2; do
    at "$2" ip route "$1" blackhole "10.$k.0.$(host_number "$3")/32"
    at "$3" ip route "$1" blackhole "10.$k.0.$(host_number "$2")/32"
  done
}

# SCTP gives an association up after some seconds.
short_patience() { # HOST...
  local host
  for host in "$@"; do
    at "$host" sysctl -qw net.sctp.rto_min=200 net.sctp.rto_initial=300 net.sctp.rto_max=1000 \
      net.sctp.path_max_retrans=1 net.sctp.association_max_retrans=2
  done
}

# associations A B: how many there are at A with B, over ENRP's port
associations() {
  at "$1" cat /proc/net/sctp/assocs |
    awk -v there="[^0-9]10[.][12][.]0[.]$(host_number "$2")( |\$)" -v port="$ENRP_PORT" '
      NR > 1 && ($12 == port || $13 == port) { sub(/.*<->/, ""); n += (" " $0) ~ there }
      END { print n + 0 }'
}

# Those that know no other registrar
forget_those_of() { # HOST
  local id
  for id in "${!member_home[@]}"; do
    [ "${member_home[$id]}" != "$1" ] || forget "$id"
  done
}

# shellcheck shell=bash
#
# scope.sh - scenarios with several registrars (sourced by play)
#
# Elements and users are of both kinds, in so far as there is a program of ours. Scenarios say which
# elements must be known everywhere, and who their home registrars are:
#
#   member IMPL HOST POOL ID HOME [POLICY]
#                          starts an element, as process ID. HOME is the host of the registrar that
#                          it must choose among those of KNOWN; a pattern where it may: pr[23]
#   many HOST POOL FIRST LAST HOME
#                          RSPLIB's elements with the identifiers from FIRST to LAST, as processes
#                          many-ID
#   pinged HOST ID HOME    one of RSPLIB, of pool Ping, that ends each session after some messages
#   moved TO [FROM]        all elements, or those of registrar FROM, have another home by now
#   forget ID...           these are gone, and those of "forget_those_of HOST", their registrar
#
#   count HOST...          the registrars there have as many elements as there are
#   agree HOST...          they have exactly those elements, and say the same of each: pool,
#                          identifier, home, addresses. Which home it is is known from then on
#   agree_dumps HOST...    the same, as seen by our program
#   see N HOST...          each of these registrars counts N others. RSPLIB's hsdump is one for ten
#                          seconds, and no takeover of an RSPLIB registrar ends in that time
#
#   users                  a user of each implementation, which turn to those of KNOWN all the time:
#                          ours resolves pool Both again and again; that of RSPLIB resolves pool Ping
#                          whenever an element has ended its session
#   undisturbed            both go on, and ours was never told of other elements than those that
#                          there are
#   users_end

# A life is three times the interval, and RSPLIB counts those of other registrars' elements even
# while that registrar is stopped, so it must not be short. Enough for all to be found by multicast.
scope() {
  RSPLIB_RENEWAL=10000
  ENRP_GROUP=239.0.0.51:9901
}

# ---- elements -------------------------------------------------------------------------------

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

pinged() {
  service="pingpong -pppfailureafter=5" member rsplib "$1" Ping "$2" "$3"
}

moved() {
  local id
  for id in "${!member_home[@]}"; do
    [ "${member_home[$id]}" != "${2:-${member_home[$id]}}" ] || member_home[$id]=$1
  done
}

forget() {
  local id
  for id in "$@"; do unset "member_pool[$id]" "member_host[$id]" "member_home[$id]"; done
}

forget_those_of() {
  local id
  for id in "${!member_home[@]}"; do
    [ "${member_home[$id]}" != "$1" ] || forget "$id"
  done
}

# ---- registrars -----------------------------------------------------------------------------

table() { # lines with pool, element, home registrar, addresses
  local id home
  for id in "${!member_pool[@]}"; do
    home=${member_home[$id]#pr}
    echo "${member_pool[$id]} $id $home$home$home$home$home$home$home$home" \
      "$(addresses "${member_host[$id]}")"
  done | sort
}

count() {
  local host
  for host in "$@"; do
    await "$LATER" "number of elements at the registrar on $host" "${#member_pool[@]}" \
      "members_$(by "$host")" "$host"
  done
}

# Counted before it is looked at: that is cheap, and leaves no traces.
agree() {
  count "$@"
  await "$LATER" "handle table that hsdump shows" "$(table)" common_table "$@"
  local id home
  while read -r _ id home _; do member_home[$id]=pr${home:0:1}; done <<<"$answer"
}

# The handle table, if it is the same everywhere
common_table() { # HOST...
  local host first
  first=$(hsdump_elements "$1")
  for host in "${@:2}"; do
    if [ "$(hsdump_elements "$host")" != "$first" ]; then
      printf 'of %s:\n%s\nand of %s:\n%s\n' "$1" "$first" "$host" "$(hsdump_elements "$host")"
      return
    fi
  done
  echo "$first"
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

# ---- users ----------------------------------------------------------------------------------

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

undisturbed() {
  local -i pings resolutions
  pings=$(pings)
  await "$LATER" "answers to the user of pool Ping" yes more_than $((pings + 5)) pings
  [ -n "${RSERPOOL:-}" ] || return 0
  resolutions=$(resolutions)
  await "$LATER" "answers to the user of pool Both" yes more_than "$resolutions" resolutions
  equal "other answers to the user of pool Both" "" "$(grep -vxF "$(members_of Both)" resolved.out)"
}

pings() { grep -ac 'Ack #' ping.out; }
resolutions() { wc -l <resolved.out; }

members_of() { # POOL
  table | awk -v pool="$1" '$1 == pool { printf "%s%s", sep, $2; sep = " " }'
}

more_than() { # NUMBER COMMAND
  local -i found
  found=$("$2")
  if ((found > $1)); then echo yes; else echo "only $found"; fi
}

# ---- faults ---------------------------------------------------------------------------------

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

# associations A B: how many are established at A with B, over ENRP's port
associations() {
  at "$1" cat /proc/net/sctp/assocs |
    awk -v there="[^0-9]10[.][12][.]0[.]$(host_number "$2")( |\$)" -v port="$ENRP_PORT" '
      $5 == 3 && ($12 == port || $13 == port) { sub(/.*<->/, ""); n += (" " $0) ~ there }
      END { print n + 0 }'
}

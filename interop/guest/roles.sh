# shellcheck shell=bash
#
# roles.sh - the cast of a scenario (sourced by play)
#
# The roles are registrar, element and user; each is played by an implementation, IMPL, which is a
# file IMPL.sh here with these functions. A third implementation needs such a file, and its name in
# "implementations" of ../run.
#
#   registrar_IMPL HOST         starts a registrar, as the process of the host's name
#   serves_IMPL HOST            waits until it serves
#   elements_IMPL POOL [HOST]   prints the identifiers that the registrar on a host, by default pr1,
#                               has in the pool, as "00001001 00001002", or "none"; asked again and
#                               again, so: cheap
#   members_IMPL HOST           prints how many elements the registrar has in all pools; cheap too
#   peers_IMPL HOST             prints how many other registrars it counts; cheap too
#   loss_reported_IMPL ELEMENT  the registrar says that it removed the element, where it says so
#
#   element_IMPL HOST [POOL] [POLICY] [SERVICE] [ID] [NAME]
#                               starts an element; default: EchoPool, RoundRobin, echo, the host's
#                               identifier, and the host's name as the process's name. POLICY and
#                               SERVICE are RSPLIB's words.
#   join_reported_IMPL HOST     the element says that it is registered, where it says so
#
#   session_IMPL POOL           starts process "user" on pu1, which sends the lines of its standard
#                               input to the echo service of a pool and prints what comes back
#   session_end_IMPL            its input has ended: it ends with exit status 0
#   resolve_IMPL POOL           prints what a user is answered, in the form of "elements", or
#                               "unknown" if this implementation's programs do not show it
#   nowhere_IMPL POOL           succeeds if a user is told that there is no such pool
#
# REGISTRARS_KNOWN=no: elements and users are told no address of a registrar, but listen to the
# announcements of one, which sends them to ANNOUNCE_GROUP.
#
# Where there are several registrars: elements and users are told the registrars on the hosts
# KNOWN. A registrar looks for others on the hosts PEERS; and by multicast in ENRP_GROUP, unless
# that is "off". How they live with each other is in scope.sh.

ASAP_PORT=3863
ENRP_PORT=9901
POOL=EchoPool
ANNOUNCE_GROUP=239.0.0.50:3863
REGISTRARS_KNOWN=yes
KNOWN=(pr1)
PEERS=()
ENRP_GROUP=off
keyboard=

# by HOST: the implementation that the registrar there is of
by() {
  local role=${1}_by
  echo "${!role:-${registrar_by:?}}"
}

# registrar HOST...: registrars start together; all of them then serve
registrar() {
  local host
  for host in "$@"; do "registrar_$(by "$host")" "$host"; done
  for host in "$@"; do "serves_$(by "$host")" "$host"; done
}

element() { "element_${element_by:?}" "$@"; }

registrar_id() { echo $((11111111 * ${1#pr})); } # HOST

identifier() { echo "0000100${1#pe}"; } # HOST

# addresses HOST: all addresses of a host, with commas. A registrar needs all: if it is bound to
# those of one family only, its kernel sends heartbeats to a peer's other addresses, from its own
# others, which the peer does not know and answers with ABORTs.
addresses() {
  local n
  n=$(host_number "$1")
  case $HOSTS_FAMILIES in
    4) echo "10.1.0.$n,10.2.0.$n" ;;
    6) echo "[fd01::$n],[fd02::$n]" ;;
    46) echo "[fd01::$n],[fd02::$n],10.1.0.$n,10.2.0.$n" ;;
  esac
}

# join_elements HOST...: elements join one after the other; all that are here are then listed
join_elements() {
  local host
  for host in "$@"; do
    element "$host" "$POOL" RoundRobin "$service"
    await_joined "$host"
  done
}
service="echo"
joined=()

await_joined() { # HOST [SECONDS]
  mapfile -t joined < <(printf '%s\n' "${joined[@]}" "$(identifier "$1")" | sort | sed '/^$/d')
  await "${2:-$SOON}" "elements of the pool at the registrar" "${joined[*]}" \
    "elements_$registrar_by" "$POOL"
  "join_reported_${element_by:?}" "$1"
}

await_lost() { # HOST SECONDS
  local remaining=() id
  for id in "${joined[@]}"; do
    [ "$id" = "$(identifier "$1")" ] || remaining+=("$id")
  done
  joined=(${remaining[@]+"${remaining[@]}"})
  await "$2" "elements of the pool at the registrar" "$(all_joined)" \
    "elements_$registrar_by" "$POOL"
}

all_joined() {
  if [ ${#joined[@]} -gt 0 ]; then echo "${joined[*]}"; else echo none; fi
}

# The registrar's answers name exactly the elements that have joined: seen by the user if its
# programs show that, else by the registrar's own tool.
answers_agree() {
  local by found=unknown
  for by in "${user_by:-$registrar_by}" "$registrar_by"; do
    [ "$found" != unknown ] || found=$("resolve_$by" "$POOL")
  done
  [ "$found" = unknown ] || equal "elements in the answer to a resolution" "$(all_joined)" "$found"
}

# ---- the user's session ---------------------------------------------------------------------

session() { # POOL
  # not among the results: who reads all files there would hang
  mkfifo /run/keyboard
  exec {keyboard}<>/run/keyboard
  "session_${user_by:?}" "$1" </run/keyboard
}

said=0

# The user sends a line that it never sent before, and it comes back.
exchange() {
  said=$((said + 1))
  echo "line $said of ${user_by:?}" >&"$keyboard"
  await "$SOON" "what the user hears" "*line $said of $user_by*" last_line_of user.out
}

# The user's input ends, and so does the user, by itself or by SIGTERM.
session_end() {
  exec {keyboard}>&-
  keyboard=
  rm /run/keyboard
  "session_end_$user_by"
}

# serving: prints the host whose element the user's session goes to. What the kernel knows is true
# of every implementation: the user's associations, without those to registrars.
serving() {
  local line fields i peer found=()
  while read -r line; do
    read -ra fields <<<"$line"
    # columns: ... ST (5th, 3 is established) ... LPORT RPORT (12th, 13th) LADDRS <-> RADDRS
    [ "${fields[4]}" = 3 ] || continue
    case ${fields[12]} in "$ASAP_PORT" | "$ENRP_PORT") continue ;; esac
    for i in "${!fields[@]}"; do
      [ "${fields[i]}" != '<->' ] || peer=${fields[i + 1]}
    done
    case $peer in
      *:*) found+=("${host_names[$((16#${peer##*:})) - 1]}") ;;
      *) found+=("${host_names[${peer##*.} - 1]}") ;;
    esac
  done < <(at pu1 cat /proc/net/sctp/assocs)
  echo "${found[*]:-nobody}"
}

# ---- a short story --------------------------------------------------------------------------

# An element joins and serves a user, is killed when another one has joined, and the pool ends.
short_story() {
  step start
  registrar pr1

  step register
  sabotaged no-echo && service=discard
  join_elements pe1
  answers_agree

  step talk
  session "$POOL"
  exchange
  equal "who serves the user" pe1 "$(serving)"

  step failover
  join_elements pe2
  crash pe1
  await_lost pe1 "$SOON"
  exchange
  equal "who serves the user" pe2 "$(serving)"
  session_end

  step leave
  leave pe2
  await_lost pe2 "$SOON"

  step nowhere
  check "a user is told that there is no such pool" "nowhere_$user_by" "$POOL"

  step stop
  leave pr1
}

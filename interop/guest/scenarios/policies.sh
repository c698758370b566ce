# shellcheck shell=bash
#
# policies - one pool for each policy that both know; every one is registered, shown with its right
# values and resolved
#
# roles: registrar others others
# sabotage: other-value hsdump

# POLICY (as RSPLIB writes it) TYPE WEIGHT (or priority) DEGRADATION (in per cent)
POLICIES="
RoundRobin                 01       0 0.000
WeightedRoundRobin:3       02       3 0.000
Random                     03       0 0.000
WeightedRandom:7           04       7 0.000
Priority:5                 05       5 0.000
LeastUsed                  40000001 0 0.000
LeastUsedDegradation:0.125 40000002 0 12.500
PriorityLeastUsed:0.25     40000003 0 25.000
RandomizedLeastUsed        40000004 0 0.000
"

each_policy() { # COMMAND...: with the columns as arguments
  local line
  while read -ra line; do
    [ ${#line[@]} = 0 ] || "$@" "${line[@]}"
  done <<<"$POLICIES"
}

start_element() {
  registered=$((registered + 1))
  local policy=$1
  sabotaged other-value && policy=${policy/:3/:4}
  element pe1 "${1%%:*}" "$policy" echo "0000300$registered" "pe1-$registered"
}

number_of_policies() { hsdump_policies | wc -l; }

# RSPLIB's elements have no load before they have served somebody; ours are told one.
in_hsdump() {
  local load=0.000
  case $element_by/$1 in ours/*LeastUsed*) load=50.000 ;; esac
  echo "${1%%:*} t=\$$2 w=$3 l=$load% ldeg=$4%"
}

in_dump() { echo "${1%%:*} $(ours_policy_shown "$1")"; }

talk_to() {
  session "${1%%:*}"
  exchange
  session_end
}

play() {
  [ "$element_by" != ours ] || OURS_LOAD=0.5
  registered=0
  network

  step start
  registrar pr1

  step register
  each_policy start_element
  await "$LATER" "policies at the registrar" "$registered" number_of_policies

  step hsdump
  await "$SOON" "policies that hsdump shows" "$(each_policy in_hsdump | sort)" hsdump_policies

  step dump
  if [ -n "${RSERPOOL:-}" ]; then
    await "$SOON" "policies that rserpool dump shows" "$(each_policy in_dump | sort)" dump_policies
  else
    skip
  fi

  step talk
  each_policy talk_to

  step leave
  for ((i = 1; i <= registered; i++)); do
    leave "pe1-$i"
  done
  await "$SOON" "elements that hsdump shows" "" hsdump_elements

  step stop
  leave pr1
}

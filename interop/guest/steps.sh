# shellcheck shell=bash
#
# steps.sh - what scenarios are made of: steps, checks, waits and processes (sourced by play)
#
#   step NAME              the step before has passed, this one begins
#   skip                   what this step checks does not exist here: it counts as neither
#   check WHAT COMMAND...  the step fails unless the command succeeds
#   equal WHAT EXPECTED FOUND
#                          the step fails unless FOUND matches the pattern EXPECTED
#   await SECONDS WHAT EXPECTED COMMAND...
#                          repeats the command until its output matches the pattern EXPECTED, and
#                          leaves it in "answer"
#
#   launch NAME HOST COMMAND...  starts a process; its output goes to NAME.out and NAME.err
#   crash NAME             kills it with SIGKILL
#   freeze NAME; thaw NAME SIGSTOP and SIGCONT
#   leave NAME             ends it with SIGTERM; the step fails unless it exits with 0 soon
#
# Nothing here waits for a time to pass: what must become true is waited for, up to a limit. A
# process that ends by itself fails the step at once.

declare -A process=()
nap=
current=
declare -i began=0

# Limits in seconds: for what takes no time of its own but that of a busy machine and of a JVM that
# starts; and for what the timers of a registrar decide.
SOON=${SOON:-20}
LATER=${LATER:-45}

mkfifo /run/nap
exec {nap}<>/run/nap

step() {
  last_step_passed
  current=$1
  began=${EPOCHREALTIME/[.,]/}
  echo "begin $current" >>result
}

last_step_passed() {
  [ -z "$current" ] || record pass
  current=
}

skip() {
  record skip
  current=
}

record() {
  local -i took=$((${EPOCHREALTIME/[.,]/} - began))
  printf '%s %s %d.%d\n' "$1" "$current" $((took / 1000000)) $((took / 100000 % 10)) >>result
}

fail() { # WHAT EXPECTED FOUND
  record fail
  printf 'step "%s" failed: %s\n  expected: %s\n  found:    %s\n' \
    "$current" "$1" "${2//$'\n'/$'\n            '}" "${3//$'\n'/$'\n            '}"
  show_processes
  exit 1
}

show_processes() {
  local name file state
  for name in "${!process[@]}"; do
    [[ $name != many-* ]] || continue
    state=running
    kill -0 "${process[$name]}" 2>/dev/null || state=ended
    for file in "$name.out" "$name.err" "$name.log"; do
      [ ! -s "$file" ] || printf '  ---- %s (%s), the end of it:\n%s\n' "$file" "$state" \
        "$(tail -n 15 "$file" | cut -c -200)"
    done
  done
}

check() {
  local what=$1
  shift
  "$@" || fail "$what" "success" "exit status $? of: $*"
}

equal() {
  # shellcheck disable=SC2053 # the right side is a pattern
  [[ $3 == $2 ]] || fail "$1" "$2" "$3"
}

await() {
  local what=$2 expected=$3 found name
  local -i end=$((${EPOCHREALTIME/[.,]/} + $1 * 1000000))
  local limit=$1
  shift 3
  # shellcheck disable=SC2053 # the right side is a pattern
  until found=$("$@") && [[ $found == $expected ]]; do
    for name in "${!process[@]}"; do
      kill -0 "${process[$name]}" 2>/dev/null || ended_by_itself "$name"
    done
    ((${EPOCHREALTIME/[.,]/} < end)) || fail "$what, after $limit s" "$expected" "$found"
    read -rt 0.1 -u "$nap"
  done
  answer=$found
}

ended_by_itself() {
  wait "${process[$1]}"
  fail "process $1" "that it runs" "that it ended, with exit status $?"
}

# ---- processes ------------------------------------------------------------------------------

# A subshell that turns into the program: the PID is the program's, and it does not inherit the
# writing end of the user's standard input (see "session" in roles.sh). Bash would give it an empty
# standard input, so that of the caller goes by another descriptor.
launch() {
  local name=$1 host=$2 input
  shift 2
  exec {input}<&0
  (
    [ -z "${keyboard:-}" ] || exec {keyboard}>&-
    exec nsenter "--net=/run/netns/$host" "$@" <&"$input" {input}<&- >"$name.out" 2>"$name.err"
  ) &
  process[$name]=$!
  exec {input}<&-
}

crash() {
  local pid=${process[$1]}
  unset "process[$1]"
  kill -KILL "$pid"
  { wait "$pid"; } 2>/dev/null
}

freeze() { kill -STOP "${process[$1]}"; }
thaw() { kill -CONT "${process[$1]}"; }

leave() {
  kill -TERM "${process[$1]}"
  ended "$1"
}

ended() { # NAME: it must exit with 0 soon
  local pid=${process[$1]}
  unset "process[$1]"
  await "$SOON" "process $1" gone gone_or_running "$pid"
  wait "$pid"
  equal "exit status of process $1" 0 $?
}

gone_or_running() {
  if kill -0 "$1" 2>/dev/null; then echo running; else echo gone; fi
}

# ---- what to look at ------------------------------------------------------------------------

last_line_of() { tail -n 1 "$1" 2>/dev/null; }

line_of() { # FILE PATTERN: the first line that matches the extended regular expression
  grep -sm 1 -E -- "$2" "$1" || tail -n 1 "$1" 2>/dev/null
}

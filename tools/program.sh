# What the launcher and the build must agree on; read by both. Expects $root, the project's folder.
#
# target/app is a link to the newest of the folders target/app-*: the program's jars, the ahead-of-time
# caches, and the file `built`. That file is as old as the start of the build, and holds the JDK's home.
program=$root/rserpool-cli/target
app=$program/app

# Succeeds if there is no program, or if something that it is made of is newer than it.
stale() {
  [ -e "$app/built" ] || return 0
  [ -n "$(find "$root/pom.xml" "$root/tools/build" "$root/tools/train" "$root/tools/StackMaps.java" \
    "$root/tools/program.sh" \
    "$root"/rserpool-wire/[ps]* "$root"/rserpool-core/[ps]* "$root"/rserpool-net/[ps]* \
    "$root"/rserpool-client/[ps]* "$root"/rserpool-server/[ps]* "$root"/rserpool-sim/[ps]* \
    "$root"/rserpool-cli/[ps]* \
    -path '*/src/test' -prune -o -newer "$app/built" -print -quit)" ]
}

# Sets `cache` and `flags` for the command $1: what serves long is compiled well and may use memory;
# what answers and ends is compiled quickly. The caches are made with the same flags.
launch_flags() {
  flags='-XX:+ExitOnOutOfMemoryError'
  case ${1:-} in
    registrar) cache=registrar ;;
    element) cache=element flags="$flags -XX:+UseSerialGC" ;;
    demo | send | watch) cache=resolve flags="$flags -XX:+UseSerialGC" ;;
    *) cache=resolve flags="$flags -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -XX:-UsePerfData" ;;
  esac
}

#!/usr/bin/env bash
# Does arrows.sh find what it is there for? Plants one line at a time in an otherwise clean tree.
set -euo pipefail
here=$(dirname "$(readlink -f "$0")")
tree=$(mktemp -d)
trap 'rm -rf "$tree"' EXIT
failed=0

cat > "$tree/arrows.txt" <<'TABLE'
asl pure
execution pure asl
messages pure execution asl
actors pure,system.cpp messages execution asl
config open messages execution asl
app open config actors messages execution asl
TABLE
mkdir "$tree"/{asl,execution,messages,actors,config,app}

# expect FOUND|CLEAN FILE LINE: what arrows.sh says about a file whose second line is LINE
expect() {
  local found=CLEAN output
  printf '// The first line.\n%s\n' "$3" > "$tree/$2"
  output=$("$here/arrows.sh" "$tree" "$tree/arrows.txt") || found=FOUND
  [[ $found == CLEAN || $output == "$2:2: "* ]] || found="WRONG PLACE ($output)"
  rm "$tree/$2"
  if [[ $found != "$1" ]]; then
    echo "$2: $3: expected $1, was $found"
    failed=1
  fi
}

expect CLEAN execution/step.cpp '#include "asl/machine.hpp"'
expect CLEAN execution/step.cpp '#include "execution/step.hpp"'
expect CLEAN messages/notice.hpp '#include <asl/machine.hpp>  // asl is reached through execution'
expect FOUND execution/step.cpp '#include "messages/actors.hpp"'
expect FOUND execution/step.cpp '  #  include <actors/orchestrator.hpp>'
expect FOUND asl/parse.cpp '#include "execution/step.hpp"'
expect FOUND asl/parse.cpp '#include "../execution/step.hpp"'
expect FOUND asl/parse.cpp '#include "parse.hpp"'

expect CLEAN actors/worker.cpp '#include <caf/all.hpp>'
expect CLEAN messages/registration.hpp '#include <caf/type_id.hpp>'
expect CLEAN messages/actors.hpp '#include <caf/typed_actor.hpp>'
expect CLEAN app/run.cpp '#include "messages/actors.hpp"'
expect FOUND messages/notice.hpp '#include <caf/all.hpp>'
expect FOUND messages/notice.hpp '#include "messages/registration.hpp"'
expect FOUND config/settings.cpp '#include "messages/actors.hpp"'
expect FOUND app/run.cpp '#include <caf/all.hpp>'

expect FOUND asl/now.cpp 'const auto now = std::chrono::system_clock::now();'
expect FOUND actors/now.cpp 'const auto now = Clock::now();'
expect FOUND asl/now.cpp 'srand(std::time(nullptr));'
expect FOUND asl/random.cpp 'std::mt19937 generator{std::random_device{}()};'
expect FOUND asl/random.cpp 'return rand() % 6;'
expect FOUND actors/wait.cpp 'std::this_thread::sleep_for(1s);'
expect FOUND actors/wait.cpp 'std::thread waiter{[] {}};'
expect FOUND execution/step.cpp 'std::cout << "here";'
expect FOUND execution/step.cpp 'printf("here");'
expect FOUND execution/step.cpp 'std::ifstream file{path};'
expect FOUND execution/step.cpp '#include <fstream>'
expect CLEAN actors/system.cpp '#include <thread>'
expect CLEAN actors/system.cpp 'const auto now = Clock::now();'
expect CLEAN config/settings.cpp 'std::ifstream file{path};'

expect CLEAN asl/now.hpp '// Never calls std::chrono::system_clock::now().'
expect CLEAN asl/now.hpp '/* nor rand() */ const char* text = "std::cout << \"time(0)\"";'
expect CLEAN asl/now.hpp 'const auto now = context.clock().now(); const auto start = event.time(0);'
expect CLEAN asl/now.hpp 'double operand(int n); std::snprintf(buffer, size, format, operand(2));'

exit "$failed"

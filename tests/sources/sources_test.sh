#!/usr/bin/env bash
# Does sources.sh find what it is there for? Plants one citation at a time.
set -euo pipefail
# shellcheck source=tests/sources/planted.bash
source "$(dirname "$(readlink -f "$0")")/planted.bash"
printf '## 1. One\n\n### 1.1 First\n\n## 2. Two\n\n1. An item\n2. Another one\n' > "$tree/docs/semantics.md"
printf '## 1. One\n' > "$tree/docs/recordings.md"

expect sources.sh cites.hpp CLEAN '// Source: semantics.md 1.'
expect sources.sh cites.hpp CLEAN '// Source: semantics.md 1 (fields, 3 limits), 1.1 and 2.2.'
expect sources.sh cites.hpp CLEAN '// Source: recordings.md 1 rule 7.'
expect sources.sh cites.hpp FOUND '// Source: semantics.md 3.'
expect sources.sh cites.hpp FOUND '// Source: semantics.md 1, 1.2.'
expect sources.sh cites.hpp FOUND '// Source: semantics.md 1 to 2.3.'
expect sources.sh cites.hpp FOUND '// Source: recordings.md 2.'
exit "$failed"

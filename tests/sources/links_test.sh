#!/usr/bin/env bash
# Does links.sh find what it is there for? Plants one link at a time.
set -euo pipefail
# shellcheck source=tests/sources/planted.bash
source "$(dirname "$(readlink -f "$0")")/planted.bash"
# shellcheck disable=SC2016  # backquotes of Markdown
printf '# One\n\n## Two, and `three_four`\n\n```sh\n# no heading\n```\n' > "$tree/docs/page.md"

expect links.sh README.md CLEAN '[a page](docs/page.md)'
expect links.sh README.md CLEAN '[a heading](docs/page.md#two-and-three_four), and [another site](https://example.com/x#y)'
expect links.sh README.md CLEAN '![a picture](docs/page.md) [a folder](docs)'
expect links.sh README.md FOUND '[no page](docs/gone.md)'
expect links.sh README.md FOUND '[a page](docs/page.md), [no heading](docs/page.md#two)'
expect links.sh README.md FOUND '[a comment in a block](docs/page.md#no-heading)'
expect links.sh README.md FOUND '[no heading here](#one)'
exit "$failed"

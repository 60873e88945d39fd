// Linked into programs that are to be fast: mimalloc asks the system for pages of 2 MiB, where MIMALLOC_LARGE_OS_PAGES
// does not say otherwise. With a million open executions most of the time goes into finding addresses of pages.
#include <mimalloc.h>

namespace {

[[maybe_unused]] const bool asked = (mi_option_set_enabled_default(mi_option_large_os_pages, true), true);

}  // namespace

// Tests let workers die on purpose; what actors log about it would only hide what failed.
#include <spdlog/spdlog.h>

namespace {

const bool quiet = [] {
  spdlog::set_level(spdlog::level::off);
  return true;
}();

}  // namespace

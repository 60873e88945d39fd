#include "functions/runtime_call.hpp"

namespace stepstorm::functions {
namespace {

bool take(std::string_view& text, std::string_view beginning) {
  if (!text.starts_with(beginning)) return false;
  text.remove_prefix(beginning.size());
  return true;
}

RuntimeCall call_of(std::string_view path) {
  if (!take(path, "/2018-06-01/runtime/")) return UnknownCall{404};
  if (path == "invocation/next") return NextCall{};
  if (path == "init/error") return InitErrorCall{};
  if (!take(path, "invocation/")) return UnknownCall{404};
  const auto slash = path.find('/');
  const std::string request_id{path.substr(0, slash)};
  const auto what = slash == path.npos ? std::string_view{} : path.substr(slash + 1);
  if (what == "response") return ResponseCall{request_id};
  if (what == "error") return ErrorCall{request_id};
  return UnknownCall{404};
}

}  // namespace

RuntimeCall read_call(std::string_view method, std::string_view target) {
  RuntimeCall call = call_of(target.substr(0, target.find('?')));
  if (std::holds_alternative<UnknownCall>(call)) return call;
  const std::string_view expected = std::holds_alternative<NextCall>(call) ? "GET" : "POST";
  return method == expected ? call : UnknownCall{405};
}

}  // namespace stepstorm::functions

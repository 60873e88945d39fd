#include "asl/jsonata/library/library.hpp"

#include <array>
#include <map>

namespace stepstorm::jsonata {
namespace {

struct Row {
  std::string_view name;
  std::string_view signature;
  Implementation run;
  int arity;  // as declared by the reference implementation; it decides the arguments that $map and others pass
};

constexpr auto everywhere = std::to_array<Row>({
    {"sum", "<a<n>:n>", library::sum, 1},
    {"count", "<a:n>", library::count, 1},
    {"max", "<a<n>:n>", library::max, 1},
    {"min", "<a<n>:n>", library::min, 1},
    {"average", "<a<n>:n>", library::average, 1},
    {"string", "<x-b?:s>", library::string, 1},
    {"substring", "<s-nn?:s>", library::substring, 3},
    {"substringBefore", "<s-s:s>", library::substring_before, 2},
    {"substringAfter", "<s-s:s>", library::substring_after, 2},
    {"lowercase", "<s-:s>", library::lowercase, 1},
    {"uppercase", "<s-:s>", library::uppercase, 1},
    {"length", "<s-:n>", library::length, 1},
    {"trim", "<s-:s>", library::trim, 1},
    {"pad", "<s-ns?:s>", library::pad, 3},
    {"match", "<s-f<s:o>n?:a<o>>", library::match, 3},
    {"contains", "<s-(sf):b>", library::contains, 2},
    {"replace", "<s-(sf)(sf)n?:s>", library::replace, 4},
    {"split", "<s-(sf)n?:a<s>>", library::split, 3},
    {"join", "<a<s>s?:s>", library::join, 2},
    {"formatNumber", "<n-so?:s>", library::format_number, 3},
    {"formatBase", "<n-n?:s>", library::format_base, 2},
    {"formatInteger", "<n-s:s>", library::format_integer, 2},
    {"parseInteger", "<s-s:n>", library::parse_integer, 2},
    {"number", "<(nsb)-:n>", library::number, 1},
    {"floor", "<n-:n>", library::floor, 1},
    {"ceil", "<n-:n>", library::ceil, 1},
    {"round", "<n-n?:n>", library::round, 2},
    {"abs", "<n-:n>", library::abs, 1},
    {"sqrt", "<n-:n>", library::sqrt, 1},
    {"power", "<n-n:n>", library::power, 2},
    {"boolean", "<x-:b>", library::boolean, 1},
    {"not", "<x-:b>", library::negation, 1},
    {"map", "<af>", library::map, 2},
    {"zip", "<a+>", library::zip, 0},
    {"filter", "<af>", library::filter, 2},
    {"single", "<af?>", library::single, 2},
    {"reduce", "<afj?:j>", library::reduce, 3},
    {"sift", "<o-f?:o>", library::sift, 2},
    {"keys", "<x-:a<s>>", library::keys, 1},
    {"lookup", "<x-s:x>", library::lookup, 2},
    {"append", "<xx:a>", library::append, 2},
    {"exists", "<x:b>", library::exists, 1},
    {"spread", "<x-:a<o>>", library::spread, 1},
    {"merge", "<a<o>:o>", library::merge, 1},
    {"reverse", "<a:a>", library::reverse, 1},
    {"each", "<o-f:a>", library::each, 2},
    {"error", "<s?:x>", library::error, 1},
    {"assert", "<bs?:x>", library::assertion, 2},
    {"type", "<x:s>", library::type, 1},
    {"sort", "<af?:a>", library::sort, 2},
    {"shuffle", "<a:a>", library::shuffle, 1},
    {"distinct", "<x:x>", library::distinct, 1},
    {"base64encode", "<s-:s>", library::base64_encode, 1},
    {"base64decode", "<s-:s>", library::base64_decode, 1},
    {"encodeUrlComponent", "<s-:s>", library::encode_url_component, 1},
    {"encodeUrl", "<s-:s>", library::encode_url, 1},
    {"decodeUrlComponent", "<s-:s>", library::decode_url_component, 1},
    {"decodeUrl", "<s-:s>", library::decode_url, 1},
    {"toMillis", "<s-s?:n>", library::to_millis, 2},
    {"fromMillis", "<n-s?s?:s>", library::from_millis, 3},
    {"clone", "<(oa)-:o>", library::clone, 1},
    {"now", "<s?s?:s>", library::now, 2},
    {"millis", "<:n>", library::millis, 0},
});

constexpr auto of_2_2 = std::to_array<Row>({
    {"random", "<:n>", library::random, 0},
});

constexpr auto of_aws = std::to_array<Row>({
    {"random", "<n?:n>", library::seeded_random, 1},
    {"partition", "<an:a>", library::partition, 2},
    {"range", "<nnn:a>", library::range, 3},
    {"hash", "<xs:s>", library::hash, 2},
    {"uuid", "<:s>", library::uuid, 0},
    {"parse", "<s:x>", library::parse, 1},
});

using Library = std::map<std::string_view, LibraryFunction>;

template <std::size_t size>
void add(Library& to, const std::array<Row, size>& rows) {
  for (const Row& row : rows)
    to.emplace(row.name, LibraryFunction{row.name, row.run, row.arity, Signature::parse(row.signature)});
}

template <std::size_t size>
Library make_library(const std::array<Row, size>& special) {
  Library library;
  add(library, everywhere);
  add(library, special);
  return library;
}

}  // namespace

const LibraryFunction* find_library_function(std::string_view name, Dialect dialect) {
  static const Library aws = make_library(of_aws);
  static const Library newest = make_library(of_2_2);
  const Library& library = dialect == Dialect::Aws ? aws : newest;
  const auto found = library.find(name);
  return found == library.end() ? nullptr : &found->second;
}

}  // namespace stepstorm::jsonata

#include "asl/jsonata/library/signature.hpp"

#include <algorithm>
#include <array>

#include "asl/jsonata/stop.hpp"

namespace stepstorm::jsonata {
namespace {

enum Type : std::uint16_t {
  Text = 1,
  Number = 2,
  Boolean = 4,
  Null = 8,
  Array_ = 16,
  Object_ = 32,
  Function_ = 64,
  Missing = 128,
};
constexpr std::uint16_t json_types = Text | Number | Boolean | Null | Array_ | Object_;

constexpr std::size_t parameters_max = 32;

std::uint16_t type_of(Value value) {
  switch (value.kind) {
    case Kind::Text: return Text;
    case Kind::Number: return Number;
    case Kind::Boolean: return Boolean;
    case Kind::Null: return Null;
    case Kind::Array: return Array_;
    case Kind::Object: return Object_;
    case Kind::Function: return Function_;
    case Kind::Nothing:
    case Kind::Tuple:
    case Kind::TailCall:
    case Kind::Unbound: break;
  }
  return Missing;
}

// An argument may be missing for every type except a function.
std::uint16_t types_of(char symbol) {
  switch (symbol) {
    case 's': return Text | Missing;
    case 'n': return Number | Missing;
    case 'b': return Boolean | Missing;
    case 'l': return Null | Missing;
    case 'o': return Object_ | Missing;
    case 'a': return json_types | Function_ | Missing;
    case 'f': return Function_;
    case 'j': return json_types | Missing;
    case 'x': return json_types | Function_ | Missing;
    default: return 0;
  }
}

std::uint16_t only(char symbol) {
  const int types = symbol == 'a' ? int{Array_} : types_of(symbol) & ~Missing;
  return static_cast<std::uint16_t>(types);
}

std::string_view plural(std::string_view subtype) {
  switch (subtype.empty() ? ' ' : subtype.front()) {
    case 'a': return "arrays";
    case 'b': return "booleans";
    case 'f': return "functions";
    case 'n': return "numbers";
    case 'o': return "objects";
    case 's': return "strings";
    default: return "values";
  }
}

// Returns the index after the bracket that closes the one at `open`.
std::size_t behind_closing(std::string_view text, std::size_t open, char opening, char closing) {
  int depth = 0;
  for (std::size_t at = open; at != text.size(); ++at) {
    if (text[at] == opening) ++depth;
    if (text[at] == closing && --depth == 0) return at + 1;
  }
  return text.size();
}

std::string_view inside(std::string_view text, std::size_t open, std::size_t behind) {
  return text.substr(open + 1, behind > open + 1 ? behind - open - 2 : 0);
}

}  // namespace

Signature Signature::parse(std::string_view text, std::size_t position) {
  Signature signature;
  std::size_t at = 1;
  while (at < text.size() && text[at] != ':' && signature.parameters_.size() < parameters_max)
    signature.read_parameter(text, at, position);
  return signature;
}

void Signature::read_parameter(std::string_view text, std::size_t& at, std::size_t position) {
  const char symbol = text[at];
  Parameter* const last = parameters_.empty() ? nullptr : &parameters_.back();
  if (symbol == '-' || symbol == '?' || symbol == '+') {
    if (last && symbol == '-') last->takes_context = true;
    if (last) last->repeats = symbol == '+' ? '+' : '?';
    ++at;
  } else if (symbol == '<') {
    if (!last || (last->symbol != 'a' && last->symbol != 'f')) stop_at(position + at, "S0401", text.substr(at, 1));
    const std::size_t behind = behind_closing(text, at, '<', '>');
    last->subtype = inside(text, at, behind);
    at = behind;
  } else if (symbol == '(') {
    const std::size_t behind = behind_closing(text, at, '(', ')');
    const std::string_view choice = inside(text, at, behind);
    if (choice.find('<') != std::string_view::npos) stop_at(position + at, "S0402", choice);
    Parameter parameter{Missing, '(', '1', false, {}};
    for (const char chosen : choice) parameter.types |= only(chosen);
    parameters_.push_back(std::move(parameter));
    at = behind;
  } else {
    if (const std::uint16_t types = types_of(symbol)) parameters_.push_back({types, symbol, '1', false, {}});
    ++at;
  }
}

// Matches like a regular expression: takes as many arguments as possible, and gives some back when the rest does not
// fit.
bool Signature::match(std::size_t parameter, const Arguments& arguments, std::size_t from, std::uint8_t* taken) const {
  if (parameter == parameters_.size()) return from == arguments.size;
  const Parameter& here = parameters_[parameter];
  const std::size_t most =
      here.repeats == '+' ? arguments.size - from : std::min<std::size_t>(1, arguments.size - from);
  std::size_t count = 0;
  while (count != most && (type_of(arguments.values[from + count]) & here.types)) ++count;
  const std::size_t least = here.repeats == '?' ? 0 : 1;
  for (;; --count) {
    if (count < least) return false;
    taken[parameter] = static_cast<std::uint8_t>(count);
    if (match(parameter + 1, arguments, from + count, taken)) return true;
    if (count == 0) return false;
  }
}

bool Signature::fits(const Arguments& arguments, std::uint8_t* taken) const {
  return arguments.size <= 255 && match(0, arguments, 0, taken);
}

// The common case: the arguments fit one by one, and only optional parameters are left.
bool Signature::is_taken_as_is(const Arguments& arguments) const {
  if (arguments.size > parameters_.size()) return false;
  for (std::size_t at = 0; at != parameters_.size(); ++at) {
    const Parameter& parameter = parameters_[at];
    if (at >= arguments.size) {
      if (parameter.repeats != '?' || parameter.takes_context) return false;
      continue;
    }
    const Value argument = arguments.values[at];
    if (parameter.repeats == '+' || !(type_of(argument) & parameter.types)) return false;
    if (parameter.symbol == 'a' && argument && (!argument.is(Kind::Array) || !parameter.subtype.empty())) return false;
  }
  return true;
}

Arguments Signature::validate(const Arguments& arguments, Value context, Arena& arena, Array& room) const {
  if (is_taken_as_is(arguments)) return arguments;
  std::array<std::uint8_t, parameters_max> taken{};
  if (!fits(arguments, taken.data())) refuse(arguments);
  std::size_t from = 0;
  for (std::size_t at = 0; at != parameters_.size(); ++at) {
    bind(parameters_[at], arguments, from, taken[at], context, arena, room);
    from += taken[at];
  }
  return {room.items, room.size};
}

void Signature::bind(const Parameter& parameter,
                     const Arguments& arguments,
                     std::size_t from,
                     std::size_t count,
                     Value context,
                     Arena& arena,
                     Array& bound) const {
  if (count == 0) {
    if (!parameter.takes_context) return bound.push(arena, {});
    if (!(type_of(context) & parameter.types))
      throw Failure{"T0411", Failure::nowhere, {}, {}, {}, static_cast<int>(from) + 1};
    return bound.push(arena, context);
  }
  for (std::size_t at = from; at != from + count; ++at) {
    const Value argument = arguments.values[at];
    const bool is_array = argument.is(Kind::Array);
    if (parameter.symbol != 'a' || !argument) {
      bound.push(arena, argument);
      continue;
    }
    if (!parameter.subtype.empty()) {
      const std::uint16_t wanted = only(parameter.subtype.front());
      bool fitting = is_array || (type_of(argument) == wanted && parameter.subtype.size() == 1);
      if (is_array) {
        const Items items{argument};
        for (std::size_t item = 0; item != items.size() && fitting; ++item) fitting = type_of(items[item]) == wanted;
      }
      if (!fitting)
        throw Failure{
            "T0412", Failure::nowhere, {}, std::string{plural(parameter.subtype)}, {}, static_cast<int>(at) + 1};
    }
    if (is_array) {
      bound.push(arena, argument);
    } else {
      Array* const wrapped = arena.make<Array>();
      wrapped->push(arena, argument);
      bound.push(arena, make_array(wrapped));
    }
  }
}

// Reports the first argument that does not fit the parameters so far.
void Signature::refuse(const Arguments& arguments) const {
  Signature leading;
  std::size_t good = 0;
  std::array<std::uint8_t, parameters_max> taken{};
  for (const Parameter& parameter : parameters_) {
    leading.parameters_.push_back(parameter);
    std::size_t length = arguments.size + 1;
    while (length != 0 && !leading.fits({arguments.values, length - 1}, taken.data())) --length;
    if (length == 0) break;
    good = length - 1;
  }
  throw Failure{"T0410", Failure::nowhere, {}, {}, {}, static_cast<int>(good) + 1};
}

}  // namespace stepstorm::jsonata

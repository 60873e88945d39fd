#include "asl/intrinsics/intrinsic_functions.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include "asl/intrinsics/intrinsic_computations.hpp"

namespace stepstorm::asl {
namespace {

constexpr std::size_t any_number = std::numeric_limits<std::size_t>::max();
constexpr std::array functions{
    // name                     arguments
    IntrinsicFunction{"States.Array", 0, any_number, intrinsics::array},
    IntrinsicFunction{"States.ArrayContains", 2, 2, intrinsics::array_contains},
    IntrinsicFunction{"States.ArrayGetItem", 2, 2, intrinsics::array_get_item},
    IntrinsicFunction{"States.ArrayLength", 1, 1, intrinsics::array_length},
    IntrinsicFunction{"States.ArrayPartition", 2, 2, intrinsics::array_partition},
    IntrinsicFunction{"States.ArrayRange", 3, 3, intrinsics::array_range},
    IntrinsicFunction{"States.ArrayUnique", 1, 1, intrinsics::array_unique},
    IntrinsicFunction{"States.Base64Decode", 1, 1, intrinsics::base64_decode},
    IntrinsicFunction{"States.Base64Encode", 1, 1, intrinsics::base64_encode},
    IntrinsicFunction{"States.Format", 1, any_number, intrinsics::format},
    IntrinsicFunction{"States.Hash", 2, 2, intrinsics::hash},
    IntrinsicFunction{"States.JsonMerge", 3, 3, intrinsics::json_merge},
    IntrinsicFunction{
        "States.JsonToString", 0, any_number, intrinsics::json_to_string},  // has its own words for a wrong number
    IntrinsicFunction{"States.MathAdd", 2, 2, intrinsics::math_add},
    IntrinsicFunction{"States.MathRandom", 2, 3, intrinsics::math_random},
    IntrinsicFunction{"States.StringSplit", 2, 2, intrinsics::string_split},
    IntrinsicFunction{"States.StringToJson", 1, 1, intrinsics::string_to_json},
    IntrinsicFunction{"States.UUID", 0, any_number, intrinsics::uuid},
};

}  // namespace

tl::expected<Json, Refusal> IntrinsicFunction::apply(Arguments arguments, const References& references) const {
  const bool arity_fits = arguments.size() >= arguments_min && arguments.size() <= arguments_max;
  auto outcome = arity_fits ? compute(arguments, references) : intrinsics::Outcome(intrinsics::refuse());
  if (!outcome && outcome.error().sentence.empty())
    outcome.error().sentence = "Invalid arguments in " + std::string(name);
  return outcome;
}

const IntrinsicFunction* find_intrinsic_function(std::string_view name) {
  const auto found =
      std::find_if(functions.begin(), functions.end(), [&](const auto& each) { return each.name == name; });
  return found == functions.end() ? nullptr : &*found;
}

}  // namespace stepstorm::asl

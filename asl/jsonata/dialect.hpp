// The dialects of JSONata that the compiler knows.
#pragma once

#include <cstdint>

namespace stepstorm::jsonata {

enum class Dialect : std::uint8_t {
  Aws,   // 2.0.6 as in Step Functions: without $eval, with $partition, $range, $hash, $uuid, $parse, $random(seed)
  V2_2,  // 2.2 of the language, with ?? and ?:, without AWS's functions
};

}  // namespace stepstorm::jsonata

#pragma once

#include <cstdint>

namespace stepstorm::jsonata {

enum class Dialect : std::uint8_t {
  Aws,   // 2.0.6 as Step Functions has it: without $eval, with $partition, $range, $hash, $uuid, $parse, $random(seed)
  V2_2,  // 2.2 of the language, with ?? and ?:; no functions of AWS's
};

}  // namespace stepstorm::jsonata

// The fields that only Map states have. Source: semantics.md 1.2, 7.2 to 7.4.
#pragma once

#include <vector>

#include "asl/checks/schema.hpp"

namespace stepstorm::asl {

/// `processor` checks ItemProcessor and Iterator; state_schema passes its check of a scope.
std::vector<FieldSchema> map_fields(const Check& processor);
std::vector<Alternatives> map_alternatives();
std::vector<Check> map_relations();

/// Checks ProcessorConfig of an ItemProcessor.
void processor_config(const Subject& subject);

/// Reports a Distributed Map in an express machine: an express execution cannot start child executions. `processor`:
/// the Map's ItemProcessor.
void refuse_distributed_in_express(const Subject& processor);

/// Returns ItemProcessor, or Iterator, its older name; nullptr when the state has neither.
const Json* item_processor_of(const Json& map);

/// The mode and type of an ItemProcessor or Iterator; by default INLINE and STANDARD.
ProcessorMode processor_mode(const Json& processor);
MachineType execution_type(const Json& processor);

}  // namespace stepstorm::asl

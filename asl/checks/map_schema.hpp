// What a Map state may hold, beside what most states may hold. Source: semantics.md 1.2, 7.2 to 7.4.
#pragma once

#include <vector>

#include "asl/checks/schema.hpp"

namespace stepstorm::asl {

/// `processor` checks ItemProcessor and Iterator: state_schema knows what a scope is.
std::vector<FieldSchema> map_fields(const Check& processor);
std::vector<Alternatives> map_alternatives();
std::vector<Check> map_relations();

/// ProcessorConfig of an ItemProcessor.
void processor_config(const Subject& subject);

/// Children are executions of their own, which an express execution cannot start. `processor` is the Map's.
void refuse_distributed_in_express(const Subject& processor);

/// ItemProcessor, or Iterator, its older name; nullptr when the state has neither.
const Json* item_processor_of(const Json& map);

/// Of an ItemProcessor or Iterator; INLINE, STANDARD when it does not say.
ProcessorMode processor_mode(const Json& processor);
MachineType execution_type(const Json& processor);

}  // namespace stepstorm::asl

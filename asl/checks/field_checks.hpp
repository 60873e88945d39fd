// Checks single values of kinds that only the states language has: paths, templates, timestamps, variable names.
#pragma once

#include "asl/checks/expressions.hpp"
#include "asl/checks/schema.hpp"

namespace stepstorm::asl {

/// InputPath, OutputPath: any path, or null.
void data_path(const Subject& subject);

/// ResultPath: a place in the input, or null.
void result_path(const Subject& subject);

/// A path to one value of the input or of a variable.
void reference_path(const Subject& subject);
/// ItemsPath: as reference_path, or one value of the context object.
void items_path(const Subject& subject);

/// Variable and the operand of StringEqualsPath and its like: any path.
void condition_path(const Subject& subject);

/// ErrorPath, CausePath: a path to one value, or an intrinsic function call.
void text_path(const Subject& subject);

void timestamp(const Subject& subject);

/// Parameters, ResultSelector, ItemSelector: any JSON value but null, in JSONata with expressions.
void payload_template(const Subject& subject);
/// A template that must be an object: Credentials, BatchInput ...
void object_template(const Subject& subject);

/// Assign: a template whose member names are variable names; `exist` applies to its expressions.
Check assign(StatesFields exist = {});

/// Returns whether a text looks as if it were meant to be evaluated: `$.a`, `$$.Execution.Id`, `States.Format(...)`.
bool looks_evaluated(const Json& value);

/// Returns the name of a template's member in the result: without `.$`.
std::string_view result_name(std::string_view template_member);

}  // namespace stepstorm::asl

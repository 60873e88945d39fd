// std::visit with one lambda per alternative, so that a new alternative breaks the build where it matters.
#pragma once

namespace stepstorm {

template <class... Lambdas>
struct Overload : Lambdas... {
  using Lambdas::operator()...;
};
template <class... Lambdas>
Overload(Lambdas...) -> Overload<Lambdas...>;

}  // namespace stepstorm

// std::visit with one lambda per alternative, so that a new alternative breaks the build where it matters.
// (asl/ has its own: this folder includes nothing of ours.)
#pragma once

namespace stepstorm::world {

template <class... Lambdas>
struct Overload : Lambdas... {
  using Lambdas::operator()...;
};
template <class... Lambdas>
Overload(Lambdas...) -> Overload<Lambdas...>;

}  // namespace stepstorm::world

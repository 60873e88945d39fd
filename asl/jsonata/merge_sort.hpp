// The sort of JSONata's $sort and order-by operator.
#pragma once

#include <algorithm>
#include <cstddef>
#include <vector>

namespace stepstorm::jsonata {

/// Stable merge sort that makes the same comparisons as JSONata. `comes_after(a, b)` may throw. It may be inconsistent;
/// the order is then unspecified but deterministic.
template <class Item, class ComesAfter>
void merge_sort(Item* items, std::size_t size, const ComesAfter& comes_after) {
  if (size < 2) return;
  const std::size_t middle = size / 2;
  merge_sort(items, middle, comes_after);
  merge_sort(items + middle, size - middle, comes_after);
  std::vector<Item> merged;
  merged.reserve(size);
  std::size_t left = 0;
  std::size_t right = middle;
  while (left != middle && right != size)
    merged.push_back(comes_after(items[left], items[right]) ? items[right++] : items[left++]);
  merged.insert(merged.end(), items + left, items + middle);
  merged.insert(merged.end(), items + right, items + size);
  std::copy(merged.begin(), merged.end(), items);
}

}  // namespace stepstorm::jsonata

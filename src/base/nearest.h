#pragma once

#include <cstddef>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace yaral {

// At most `limit` of the candidates that `word` may be a misspelling of, best first (then in the order given): letters
// left out, added, changed or swapped, about one for every three of the word; case costs nothing, but an exact match of
// case comes first. For "did you mean".
std::vector<std::string_view> nearest(std::string_view word, std::span<const std::string_view> candidates,
                                      std::size_t limit);

// The three nearest of these names.
std::vector<std::string> nearest_names(std::string_view word, const std::vector<std::string>& candidates);
// "did you mean `a` or `b`?", each name with `prefix` before it; empty for no names.
std::string did_you_mean(const std::vector<std::string>& names, std::string_view prefix = {});

}  // namespace yaral

#include "cli/unified_diff.h"

#include <algorithm>
#include <cstdint>
#include <unordered_map>
#include <vector>

#include <fmt/format.h>

namespace yaral::cli {

namespace {

constexpr std::size_t kContext = 3;

using Lines = std::vector<std::string_view>;  // each with its line end

Lines lines_of(std::string_view text) {
  Lines lines;
  while (!text.empty()) {
    const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
    lines.push_back(text.substr(0, end));
    text.remove_prefix(end);
  }
  return lines;
}

// A line that stays: its number in both texts.
struct Pair {
  std::size_t a;
  std::size_t b;
};

// Lines that both texts have exactly once, in the order of the first.
std::vector<Pair> unique_lines(const Lines& a, const Lines& b) {
  struct Seen {
    std::size_t count_a = 0, count_b = 0, at_a = 0, at_b = 0;
  };
  std::unordered_map<std::string_view, Seen> seen;
  for (std::size_t i = 0; i < a.size(); ++i) {
    Seen& s = seen[a[i]];
    ++s.count_a;
    s.at_a = i;
  }
  for (std::size_t i = 0; i < b.size(); ++i) {
    Seen& s = seen[b[i]];
    ++s.count_b;
    s.at_b = i;
  }
  std::vector<Pair> pairs;
  for (const auto& [line, s] : seen)
    if (s.count_a == 1 && s.count_b == 1) pairs.push_back({s.at_a, s.at_b});
  std::ranges::sort(pairs, {}, &Pair::a);
  return pairs;
}

// The longest run of pairs that is in order in both texts (patience sorting).
std::vector<Pair> in_order(const std::vector<Pair>& pairs) {
  constexpr std::size_t kNone = SIZE_MAX;
  std::vector<std::size_t> tops;  // by length of a run: index of the pair that ends it lowest
  std::vector<std::size_t> before(pairs.size(), kNone);
  for (std::size_t i = 0; i < pairs.size(); ++i) {
    const auto at = std::ranges::lower_bound(tops, pairs[i].b, {}, [&](std::size_t p) { return pairs[p].b; });
    if (at != tops.begin()) before[i] = *(at - 1);
    if (at == tops.end()) {
      tops.push_back(i);
    } else {
      *at = i;
    }
  }
  std::vector<Pair> run;
  for (std::size_t i = tops.empty() ? kNone : tops.back(); i != kNone; i = before[i]) run.push_back(pairs[i]);
  std::ranges::reverse(run);
  return run;
}

// The lines that stay: the unique ones in order, and equal ones around them. Ends with a pair behind both texts.
std::vector<Pair> kept_lines(const Lines& a, const Lines& b) {
  std::vector<Pair> anchors = in_order(unique_lines(a, b));
  anchors.push_back({a.size(), b.size()});
  std::vector<Pair> kept;
  Pair from{0, 0};
  for (const Pair& anchor : anchors) {
    while (from.a < anchor.a && from.b < anchor.b && a[from.a] == b[from.b]) kept.push_back({from.a++, from.b++});
    Pair back = anchor;
    while (back.a > from.a && back.b > from.b && a[back.a - 1] == b[back.b - 1]) --back.a, --back.b;
    for (; back.a < anchor.a; ++back.a, ++back.b) kept.push_back(back);
    kept.push_back(anchor);
    from = {anchor.a + 1, anchor.b + 1};
  }
  return kept;
}

struct Change {
  Pair from;
  Pair to;
};

std::vector<Change> changes(const Lines& a, const Lines& b) {
  std::vector<Change> out;
  Pair at{0, 0};
  for (const Pair& kept : kept_lines(a, b)) {
    if (kept.a > at.a || kept.b > at.b) out.push_back({at, kept});
    at = {kept.a + 1, kept.b + 1};
  }
  return out;
}

void add_lines(std::string& out, char sign, const Lines& lines, std::size_t from, std::size_t to) {
  for (std::size_t i = from; i < to; ++i) {
    out += sign;
    out += lines[i];
    if (!lines[i].ends_with('\n')) out += "\n\\ No newline at end of file\n";
  }
}

// Line numbers count from 1; an empty range is told by the line before it.
std::string range(std::size_t from, std::size_t to) {
  const std::size_t count = to - from;
  return count == 1 ? fmt::format("{}", from + 1) : fmt::format("{},{}", count > 0 ? from + 1 : from, count);
}

// Changes that stand near one another, with the lines around them.
void add_hunk(std::string& out, const Lines& a, const Lines& b, const Change* first, const Change* last) {
  const std::size_t before = std::min(kContext, first->from.a);
  const std::size_t after = std::min(kContext, a.size() - last->to.a);
  const Pair from{first->from.a - before, first->from.b - before};
  const Pair to{last->to.a + after, last->to.b + after};
  out += fmt::format("@@ -{} +{} @@\n", range(from.a, to.a), range(from.b, to.b));
  std::size_t at = from.a;
  for (const Change* change = first; change <= last; ++change) {
    add_lines(out, ' ', a, at, change->from.a);
    add_lines(out, '-', a, change->from.a, change->to.a);
    add_lines(out, '+', b, change->from.b, change->to.b);
    at = change->to.a;
  }
  add_lines(out, ' ', a, at, to.a);
}

}  // namespace

std::string unified_diff(const std::string& old_name, const std::string& new_name, std::string_view old_text,
                         std::string_view new_text) {
  const Lines a = lines_of(old_text);
  const Lines b = lines_of(new_text);
  const std::vector<Change> all = changes(a, b);
  if (all.empty()) return {};
  std::string out = fmt::format("--- {}\n+++ {}\n", old_name, new_name);
  for (std::size_t first = 0; first < all.size();) {
    std::size_t last = first;
    while (last + 1 < all.size() && all[last + 1].from.a - all[last].to.a <= 2 * kContext) ++last;
    add_hunk(out, a, b, &all[first], &all[last]);
    first = last + 1;
  }
  return out;
}

}  // namespace yaral::cli

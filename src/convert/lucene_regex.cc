#include "convert/lucene_regex.h"

#include <algorithm>
#include <iterator>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include "base/regex_tree.h"
#include "base/text.h"

namespace yaral::convert {

namespace {

using Kind = RegexNode::Kind;

constexpr std::size_t kMostForms = 64;
constexpr std::size_t kMostSteps = 1000;

// A pattern of which a part has been looked at: what is left matches at an edge of the text, or anywhere before or after it.
struct Form {
  bool from_start = false;
  bool to_end = false;
  RegexNode body;

  bool operator==(const Form&) const = default;
};

enum class Side : std::uint8_t { kLeft, kRight };

const RegexNode kEmpty{};

RegexNode word_character(bool negated) {
  return {.kind = Kind::kCharacters, .ranges = {{'0', '9'}, {'A', 'Z'}, {'_', '_'}, {'a', 'z'}}, .negated = negated};
}

bool is_edge(const RegexNode& node) {
  return node.kind == Kind::kTextStart || node.kind == Kind::kTextEnd || node.kind == Kind::kWordBoundary ||
         node.kind == Kind::kNoWordBoundary;
}

bool has_edges(const RegexNode& node) { return is_edge(node) || std::ranges::any_of(node.args, has_edges); }

// Whether the first (or last) character of all that a node matches is one of a word, or none of them is.
enum class Letters : std::uint8_t { kWord, kOther, kMixed };

Letters letters_of(const RegexNode& node) {
  const auto& word = word_character(false).ranges;
  const auto within = [&](const CodeRange& range) {
    return std::ranges::any_of(word,
                               [&](const CodeRange& w) { return range.first >= w.first && range.last <= w.last; });
  };
  const auto apart = [&](const CodeRange& range) {
    return std::ranges::none_of(word,
                                [&](const CodeRange& w) { return range.first <= w.last && range.last >= w.first; });
  };
  if (node.negated) return node.ranges == word ? Letters::kOther : Letters::kMixed;
  if (std::ranges::all_of(node.ranges, within)) return Letters::kWord;
  return std::ranges::all_of(node.ranges, apart) ? Letters::kOther : Letters::kMixed;
}

Letters edge_letters(const RegexNode& node, Side side) {
  switch (node.kind) {
    case Kind::kCharacters: return letters_of(node);
    case Kind::kSequence:
      if (node.args.empty()) return Letters::kMixed;
      return edge_letters(side == Side::kLeft ? node.args.front() : node.args.back(), side);
    case Kind::kChoice: {
      const Letters first = edge_letters(node.args.front(), side);
      const bool same =
          std::ranges::all_of(node.args, [&](const RegexNode& a) { return edge_letters(a, side) == first; });
      return same ? first : Letters::kMixed;
    }
    case Kind::kRepeat: return node.least > 0 ? edge_letters(node.args[0], side) : Letters::kMixed;
    default: return Letters::kMixed;
  }
}

// Takes anchors and word boundaries off one side of a pattern.
class EdgeReader {
 public:
  explicit EdgeReader(Side side) : side_(side) {}

  // `node` stands at the side, `rest` between it and the other side.
  std::vector<Form> run(const RegexNode& node, const RegexNode& rest) {
    if (++steps_ > kMostSteps) {
      error_ = "so long a pattern";
      return {};
    }
    switch (node.kind) {
      case Kind::kSequence: return sequence(node, rest);
      case Kind::kChoice: {
        if (!has_edges(node)) return {plain(joined(node, rest))};
        std::vector<Form> out;
        for (const RegexNode& arg : node.args) append(out, run(arg, rest));
        return out;
      }
      case Kind::kRepeat: return repeat(node, rest);
      case Kind::kTextStart:
      case Kind::kTextEnd: return anchor(node, rest);
      case Kind::kWordBoundary: return boundary(rest);
      case Kind::kNoWordBoundary: error_ = "\\B"; return {};
      default: return {plain(joined(node, rest))};
    }
  }

  const std::string& error() const { return error_; }

 private:
  bool left() const { return side_ == Side::kLeft; }

  RegexNode joined(const RegexNode& node, const RegexNode& rest) const {
    return left() ? sequence_of({node, rest}) : sequence_of({rest, node});
  }

  Form plain(RegexNode body) const { return {.body = std::move(body)}; }

  Form anchored(RegexNode body) const { return {.from_start = left(), .to_end = !left(), .body = std::move(body)}; }

  void append(std::vector<Form>& out, std::vector<Form> more) {
    std::ranges::move(more, std::back_inserter(out));
    if (out.size() > kMostForms) error_ = "so many alternatives with anchors";
  }

  std::vector<Form> sequence(const RegexNode& node, const RegexNode& rest) {
    if (node.args.empty()) return rest.is_empty() ? std::vector<Form>{plain(rest)} : continued(rest);
    RegexNode others{.kind = Kind::kSequence};
    const RegexNode& first = left() ? node.args.front() : node.args.back();
    others.args.assign(node.args.begin() + (left() ? 1 : 0), node.args.end() - (left() ? 0 : 1));
    return run(first, left() ? sequence_of({std::move(others), rest}) : sequence_of({rest, std::move(others)}));
  }

  std::vector<Form> continued(const RegexNode& rest) { return run(rest, kEmpty); }

  // At an open side the fewest repetitions say all.
  std::vector<Form> repeat(const RegexNode& node, const RegexNode& rest) {
    const RegexNode& inner = node.args[0];
    if (node.least == 0 && node.most == 1 && has_edges(inner)) {
      std::vector<Form> out = run(inner, rest);
      append(out, continued(rest));
      return out;
    }
    if (has_edges(inner)) {
      error_ = "repeated anchors";
      return {};
    }
    if (node.least == 0) return continued(rest);
    RegexNode fewest = node.least == 1 ? inner : node;
    fewest.most = node.least == 1 ? fewest.most : node.least;
    return run_plain(fewest, rest);
  }

  std::vector<Form> run_plain(const RegexNode& node, const RegexNode& rest) {
    return node.is(Kind::kRepeat) ? std::vector<Form>{plain(joined(node, rest))} : run(node, rest);
  }

  std::vector<Form> anchor(const RegexNode& node, const RegexNode& rest) {
    if (node.is(left() ? Kind::kTextStart : Kind::kTextEnd)) return {anchored(without_more(rest))};
    // The other end of the text here: only the empty text is left.
    if (rest.is_empty()) return {left() ? Form{.to_end = true, .body = {}} : Form{.from_start = true, .body = {}}};
    error_ = "anchors within the pattern";
    return {};
  }

  // Anchors and boundaries that stand behind the same anchor say nothing more; others are found out to be wrong later.
  RegexNode without_more(const RegexNode& rest) const {
    const Kind same = left() ? Kind::kTextStart : Kind::kTextEnd;
    if (rest.is(same)) return {};
    if (!rest.is(Kind::kSequence)) return rest;
    RegexNode out = rest;
    while (!out.args.empty() && (left() ? out.args.front() : out.args.back()).is(same))
      out.args.erase(left() ? out.args.begin() : out.args.end() - 1);
    return sequence_of(std::move(out.args));
  }

  // What stands at the boundary decides what must be beyond it.
  std::vector<Form> boundary(const RegexNode& rest) {
    switch (edge_letters(rest, side_)) {
      case Letters::kWord: return {anchored(rest), plain(joined(word_character(true), rest))};
      case Letters::kOther: return {plain(joined(word_character(false), rest))};
      case Letters::kMixed: error_ = "word boundaries beside what may be a letter or not"; break;
    }
    return {};
  }

  Side side_;
  std::size_t steps_ = 0;
  std::string error_;
};

std::string character(char32_t c) {
  std::string out;
  const bool punctuation =
      c > ' ' && c < 0x7F && !(c >= '0' && c <= '9') && !(c >= 'A' && c <= 'Z') && !(c >= 'a' && c <= 'z');
  if (punctuation && std::string_view("_-/:,;=%'`!").find(static_cast<char>(c)) == std::string_view::npos) out += '\\';
  append_utf8(out, c);
  return out;
}

std::string in_class(char32_t c) {
  return c == '-' || c == '!' ? '\\' + std::string(1, static_cast<char>(c)) : character(c);
}

std::string character_class(const RegexNode& node) {
  std::string out = node.negated ? "[^" : "[";
  for (const CodeRange& range : node.ranges) {
    out += in_class(range.first);
    if (range.last > range.first) out += (range.last > range.first + 1 ? "-" : "") + in_class(range.last);
  }
  return out + ']';
}

class Writer {
 public:
  std::string text(const RegexNode& node) {
    switch (node.kind) {
      case Kind::kCharacters: return characters(node);
      case Kind::kAny: return ".";
      case Kind::kSequence: return sequence(node);
      case Kind::kChoice: return choice(node);
      case Kind::kRepeat: return repeat(node);
      case Kind::kTextStart:
      case Kind::kTextEnd: return refuse("anchors within the pattern");
      default: return refuse("word boundaries within the pattern");
    }
  }

  const std::string& error() const { return error_; }

 private:
  std::string refuse(std::string_view what) {
    error_ = what;
    return {};
  }

  std::string characters(const RegexNode& node) {
    if (node.ranges.empty()) return node.negated ? "." : refuse("a class of nothing");
    const bool one = !node.negated && node.ranges.size() == 1 && node.ranges[0].first == node.ranges[0].last;
    return one ? character(node.ranges[0].first) : character_class(node);
  }

  std::string sequence(const RegexNode& node) {
    std::string out;
    for (const RegexNode& arg : node.args) out += arg.is(Kind::kChoice) ? grouped(arg) : text(arg);
    return out;
  }

  std::string choice(const RegexNode& node) {
    std::string out;
    for (const RegexNode& arg : node.args) out += (out.empty() ? "" : "|") + (arg.is_empty() ? "()" : text(arg));
    return out;
  }

  std::string grouped(const RegexNode& node) { return '(' + text(node) + ')'; }

  std::string repeat(const RegexNode& node) {
    const RegexNode& inner = node.args[0];
    const std::string what = inner.is(Kind::kCharacters) || inner.is(Kind::kAny) ? text(inner) : grouped(inner);
    if (node.most == RegexNode::kNoLimit) {
      if (node.least < 2) return what + (node.least == 0 ? '*' : '+');
      return fmt::format("{}{{{},}}", what, node.least);
    }
    if (node.least == 0 && node.most == 1) return what + '?';
    if (node.least == node.most) return fmt::format("{}{{{}}}", what, node.least);
    return fmt::format("{}{{{},{}}}", what, node.least, node.most);
  }

  std::string error_;
};

// Forms that differ only in their bodies become one.
std::string written(const std::vector<Form>& forms, Writer& writer) {
  std::string out;
  std::size_t kinds = 0;
  for (const bool from_start : {true, false}) {
    for (const bool to_end : {true, false}) {
      std::vector<RegexNode> bodies;
      for (const Form& form : forms)
        if (form.from_start == from_start && form.to_end == to_end &&
            std::ranges::find(bodies, form.body) == bodies.end())
          bodies.push_back(form.body);
      if (bodies.empty()) continue;
      const bool alone = from_start && to_end;
      const RegexNode body = choice_of(std::move(bodies));
      const std::string text = writer.text(body);
      const std::string inner = body.is(Kind::kChoice) && !alone ? '(' + text + ')' : text;
      const std::string before = from_start || (inner.empty() && !to_end) ? "" : ".*";
      const std::string whole = before + inner + (to_end ? "" : ".*");
      out += (kinds++ == 0 ? "" : "|") + (whole.empty() ? "()" : whole);
    }
  }
  return out;
}

}  // namespace

std::expected<std::string, std::string> lucene_regex(std::string_view pattern, bool nocase) {
  const auto tree = parse_regex(pattern, nocase);
  if (!tree) return std::unexpected(tree.error());
  EdgeReader left(Side::kLeft);
  std::vector<Form> forms;
  for (const Form& start : left.run(*tree, kEmpty)) {
    EdgeReader right(Side::kRight);
    std::vector<Form> ends = start.to_end ? std::vector<Form>{start} : right.run(start.body, kEmpty);
    if (!right.error().empty()) return std::unexpected(right.error());
    for (Form& end : ends) {
      end.from_start |= start.from_start;
      forms.push_back(std::move(end));
    }
    if (forms.size() > kMostForms) return std::unexpected("so many alternatives with anchors");
  }
  if (!left.error().empty()) return std::unexpected(left.error());
  Writer writer;
  std::string out = written(forms, writer);
  if (!writer.error().empty()) return std::unexpected(writer.error());
  return out;
}

}  // namespace yaral::convert

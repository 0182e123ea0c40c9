#include "attack/describe.h"

#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/nearest.h"
#include "base/text.h"

namespace yaral::attack {

namespace {

constexpr std::size_t kMaxQuoted = 60;  // characters
constexpr std::size_t kMaxListed = 6;

std::string quoted(std::string_view text) {
  std::string out;
  for (std::size_t n = 0; !text.empty() && n < kMaxQuoted; ++n) {
    const CodePoint next = first_code_point(text);
    out += next.valid ? text.substr(0, next.bytes) : kReplacementText;
    text.remove_prefix(next.bytes);
  }
  return fmt::format("`{}{}`", out, text.empty() ? "" : "…");
}

std::string edition() { return fmt::format("ATT&CK Enterprise {}", version()); }

// "; did you mean …?", nothing for no names.
std::string suggestion(std::string_view text, const std::vector<std::string_view>& names) {
  const std::vector<std::string_view> close = nearest(text, names, 3);
  const std::string question = did_you_mean({close.begin(), close.end()});
  return question.empty() ? question : "; " + question;
}

std::vector<const Technique*> subtechniques_of(std::string_view id) {
  std::vector<const Technique*> found;
  const std::string prefix = std::string(id) + ".";
  for (const Technique& technique : all_techniques())
    if (technique.status == Status::kCurrent && technique.id.starts_with(prefix)) found.push_back(&technique);
  return found;
}

template <typename Rows>
std::vector<std::string_view> current_texts(const Rows& techniques, std::string_view Technique::* member) {
  std::vector<std::string_view> texts;
  for (const Technique& technique : techniques)
    if (technique.status == Status::kCurrent) texts.push_back(technique.*member);
  return texts;
}

std::string listed(const std::vector<std::string>& texts) {
  const std::size_t shown = std::min(texts.size(), kMaxListed);
  const std::string text = fmt::format("{}", fmt::join(texts.begin(), texts.begin() + static_cast<long>(shown), ", "));
  return shown == texts.size() ? text : fmt::format("{} and {} more", text, texts.size() - shown);
}

}  // namespace

std::string describe(const Technique& technique) { return fmt::format("{} ({})", technique.id, technique.name); }
std::string describe(const Tactic& tactic) { return fmt::format("{} ({})", tactic.id, tactic.name); }

std::string tactic_list(const std::vector<const Tactic*>& tactics) {
  std::vector<std::string> texts;
  texts.reserve(tactics.size());
  for (const Tactic* tactic : tactics) texts.push_back(describe(*tactic));
  return texts.empty() ? "none" : listed(texts);
}

std::string unknown_technique_id(std::string_view id) {
  const std::string text = fmt::format("{} has no technique {}", edition(), quoted(id));
  const Technique* above = find_technique(id.substr(0, id.find('.')));
  if (!above || above->status != Status::kCurrent)
    return text + suggestion(id, current_texts(all_techniques(), &Technique::id));
  const std::vector<const Technique*> below = subtechniques_of(above->id);
  if (below.empty()) return fmt::format("{}; {} has no sub-techniques: write {}", text, describe(*above), above->id);
  return fmt::format("{}; {} has the sub-techniques {} to {}", text, describe(*above), below.front()->id,
                     below.back()->id);
}

std::string unknown_technique_name(std::string_view name) {
  const std::string hint = suggestion(name, current_texts(all_techniques(), &Technique::name));
  return fmt::format("{} has no technique {}{}", edition(), quoted(name),
                     hint.empty() ? "; write its id, such as T1553.002" : hint);
}

std::string ambiguous(std::string_view name, const std::vector<const Technique*>& techniques) {
  std::vector<std::string> texts;
  texts.reserve(techniques.size());
  for (const Technique* technique : techniques)
    texts.push_back(fmt::format("{} ({})", technique->id, full_name(*technique)));
  return fmt::format("{} is the name of several techniques; write the id of the one that is meant: {}", quoted(name),
                     listed(texts));
}

std::string revoked(const Technique& technique) {
  const Technique* next = successor(technique);
  const std::string text = fmt::format("{} is revoked in {}", describe(technique), edition());
  return next ? fmt::format("{}; write {} ({})", text, next->id, full_name(*next))
              : text + " and nothing replaces it; name another technique";
}

std::string deprecated(const Technique& technique) {
  return fmt::format("{} is deprecated in {} and nothing replaces it; name another technique", describe(technique),
                     edition());
}

std::string unknown_tactic(std::string_view text) {
  std::vector<std::string_view> known;
  for (const Tactic& tactic : all_tactics()) {
    known.insert(known.end(), {tactic.id, tactic.name});
    if (!tactic.former_name.empty()) known.push_back(tactic.former_name);
  }
  const std::string hint = suggestion(text, known);
  return fmt::format("{} has no tactic {}{}", edition(), quoted(text),
                     hint.empty() ? "; write its name or its id, such as Execution or TA0002" : hint);
}

std::string foreign_tactic(const Tactic& tactic, std::string_view written,
                           std::span<const Technique* const> techniques) {
  std::vector<std::string> texts;
  texts.reserve(techniques.size());
  for (const Technique* technique : techniques) {
    const Technique* next = successor(*technique);
    const auto present = next ? tactics_of(*next) : std::vector<const Tactic*>();
    std::string text = fmt::format("{} is filed under {}", technique->id, tactic_list(present));
    const auto former = former_tactics_of(*technique);
    if (former != present && !former.empty()) {
      std::vector<std::string> names;
      names.reserve(former.size());
      for (const Tactic* one : former) names.emplace_back(one->former_name.empty() ? one->name : one->former_name);
      text += fmt::format(", in version {} under {}", former_version(), listed(names));
    }
    texts.push_back(std::move(text));
  }
  return fmt::format("{} ({}) is no tactic of the technique: {}", written, tactic.id, listed(texts));
}

std::string wrong_name(const Technique& technique, std::string_view name) {
  return fmt::format("{} is not the name of {}; write \"{}\"", quoted(name), technique.id, full_name(technique));
}

bool is_name_of(std::string_view name, const Technique& technique) {
  const std::string key = name_key(name);
  return key == name_key(technique.name) || key == name_key(full_name(technique)) ||
         (!technique.former_name.empty() && key == name_key(technique.former_name));
}

}  // namespace yaral::attack

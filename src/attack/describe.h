#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "attack/technique.h"

// The words of messages about techniques and tactics. Text of others stands in back quotes, cut when it is long.
namespace yaral::attack {

std::string describe(const Technique& technique);  // T1553.002 (Code Signing)
std::string describe(const Tactic& tactic);        // TA0005 (Stealth)
std::string tactic_list(const std::vector<const Tactic*>& tactics);

std::string unknown_technique_id(std::string_view id);
std::string unknown_technique_name(std::string_view name);
std::string ambiguous(std::string_view name, const std::vector<const Technique*>& techniques);
std::string revoked(const Technique& technique);
std::string deprecated(const Technique& technique);
std::string unknown_tactic(std::string_view text);
// `written`: the name that was used.
std::string foreign_tactic(const Tactic& tactic, std::string_view written,
                           std::span<const Technique* const> techniques);
std::string wrong_name(const Technique& technique, std::string_view name);

// Whether it is the technique's name, alone, behind that of the technique above, or as it was before.
bool is_name_of(std::string_view name, const Technique& technique);

}  // namespace yaral::attack

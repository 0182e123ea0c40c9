#include "ingest/telemetry/identity.h"

#include <algorithm>
#include <string>

#include "ingest/convert.h"
#include "ingest/path_constant.h"

namespace yaral::ingest {
namespace {

constexpr Code kPlatforms[] = {{"windows", "WINDOWS"},  {"mac", "MAC"},    {"ios", "IOS"},
                               {"iphone", "IOS"},       {"ipad", "IOS"},   {"android", "ANDROID"},
                               {"chrome", "CHROME_OS"}, {"linux", "LINUX"}};

}  // namespace

void put_platform(Draft& draft, std::string_view system) {
  const std::string_view lower = to_lower(trim(system), draft.arena());
  const auto code = std::ranges::find_if(kPlatforms, [&](const Code& c) { return lower.starts_with(c.from); });
  if (code == std::end(kPlatforms)) return;
  draft.put_enum(YARAL_PATH("principal.platform"), code->to);
  draft.put_text(YARAL_PATH("principal.platform_version"), trim(system));
}

void put_target_user(Draft& draft, std::string_view name) {
  const udm::Path& userid = YARAL_PATH("target.user.userid");
  if (draft.has(userid)) return;
  draft.put_text(userid, name);
  if (name.contains('@')) draft.put_text(YARAL_PATH("target.user.email_addresses"), name);
}

void put_login_user(Draft& draft) {
  if (draft.has(YARAL_PATH("target.user"))) return;
  put_target_user(draft, draft.text_at(YARAL_PATH("principal.user.userid")));
  draft.put_text(YARAL_PATH("target.user.user_display_name"),
                 draft.text_at(YARAL_PATH("principal.user.user_display_name")));
  draft.put_text(YARAL_PATH("target.user.product_object_id"),
                 draft.text_at(YARAL_PATH("principal.user.product_object_id")));
}

std::string_view unquoted(std::string_view json) {
  json = trim(json);
  if (json == "null" || json == "[]") return {};
  if (json.starts_with('[') && json.ends_with(']') && !json.contains(',')) json = trim(json.substr(1, json.size() - 2));
  if (json.size() < 2 || !json.starts_with('"') || !json.ends_with('"')) return json;
  return json.substr(1, json.size() - 2);
}

std::string_view joined(std::string_view a, std::string_view b, Arena& arena) {
  return arena.copy(std::string(a).append(b));
}

}  // namespace yaral::ingest

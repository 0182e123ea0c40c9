#pragma once

#include <string>

#include "packaging/site/page.h"

namespace yaral::cli {

// Lies in every folder that write_site() made, and lists what it wrote.
inline constexpr std::string_view kSiteMarker = ".yaral-site";

// Writes the files of a site into a folder, which is made if it is not there, and removes those that an earlier site left.
// A folder that holds anything and was not made so is left alone unless `force`; then only files of the same names are
// replaced. Links in it are replaced, never followed. The result says what went wrong; empty when nothing did.
std::string write_site(const std::string& folder, const packaging::SiteFiles& files, bool force);

}  // namespace yaral::cli

#pragma once

#include <span>
#include <string>

#include "packaging/site/content.h"
#include "packaging/site/page.h"

namespace yaral::packaging {

// The pages of one package, a folder of files that work from disk. The same content gives the same bytes.
// `home`: the page that lists all packages, seen from this folder; empty when there is none.
SiteFiles pack_site(const PackContent& content, const std::string& home = {});

// The pages of several packages, each in a folder of its own, and a page that lists them.
SiteFiles packs_site(std::span<const PackContent> contents);

}  // namespace yaral::packaging

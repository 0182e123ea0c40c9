#pragma once

#include <string>

#include "packaging/site/content.h"
#include "packaging/site/page.h"

// The pages of a package's site, each as a whole HTML document.
namespace yaral::packaging {

std::string overview_page(const Frame& frame, const PackContent& content);
std::string rules_page(const Frame& frame, const PackContent& content);
std::string rule_page(const Frame& frame, const PackContent& content, const RuleFile& rule);
std::string sources_page(const Frame& frame, const PackContent& content);
std::string tuning_page(const Frame& frame, const PackContent& content);
std::string tests_page(const Frame& frame, const PackContent& content);
std::string platforms_page(const Frame& frame, const PackContent& content);
// The document, where there is one, and the steps for machines below it.
std::string playbook_page(const Frame& frame, const PackContent& content);
std::string document_page(const Frame& frame, const PackContent& content, const Document& document);
std::string references_page(const Frame& frame, const PackContent& content);

}  // namespace yaral::packaging

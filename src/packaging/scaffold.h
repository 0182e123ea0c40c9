#pragma once

#include <map>
#include <string>

#include "attack/technique.h"

namespace yaral::packaging {

struct NewPack {
  std::string id;                      // also the folder's name
  const attack::Technique* technique;  // current
  std::string title;
  std::string day;  // 2026-03-01: created
};

// Why a package cannot be called so; empty if it can.
std::string id_mistake(const std::string& id);

// The files of a package that works and passes its tests, for an author to fill: path within the folder → text.
std::map<std::string, std::string> scaffold(const NewPack& pack);

}  // namespace yaral::packaging

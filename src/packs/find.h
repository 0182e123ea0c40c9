#pragma once

#include <expected>
#include <string>
#include <string_view>
#include <vector>

#include "packs/pack.h"

namespace yaral::packs {

// Folders that may hold packs, each in a folder of its own, best first: those of $YARAL_PACKS (separated by `:`),
// `packs` of the source tree when the program is in its build folder, `share/yaral/packs` of the prefix the program is
// installed in. `executable` is the path of the running program, `environment` the value of $YARAL_PACKS or null.
std::vector<std::string> pack_folders(const std::string& executable, const char* environment);

struct FoundPacks {
  std::vector<Pack> packs;            // sorted by id
  std::vector<FileProblem> problems;  // packs that cannot be read, folders that are not there
};

// Every pack of the folders; of packs with the same id the first.
FoundPacks bundled_packs(const std::vector<std::string>& folders);

// The packs that are meant by a folder's path, a pack's id or an ATT&CK technique (`T1553.002`; case does not matter).
// Finding none is a problem that says where was looked and what there is.
FoundPacks find_packs(const std::string& id_or_folder, const std::vector<std::string>& folders);

}  // namespace yaral::packs

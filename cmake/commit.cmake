# Writes the commit of the tree SOURCE as C++ to the file OUT, unless it holds that text already:
# cmake -D SOURCE=… -D OUT=… -P cmake/commit.cmake. The variable PATCHBAY_COMMIT of the environment
# replaces it, for trees without a repository.
set(commit "$ENV{PATCHBAY_COMMIT}")
if(commit STREQUAL "")
  execute_process(COMMAND git -C "${SOURCE}" rev-parse HEAD
    OUTPUT_VARIABLE commit OUTPUT_STRIP_TRAILING_WHITESPACE ERROR_QUIET RESULT_VARIABLE failed)
  if(failed OR commit STREQUAL "")
    set(commit unknown)
  endif()
endif()
if(NOT commit MATCHES "^[0-9A-Za-z.+~-]+$")
  message(FATAL_ERROR "PATCHBAY_COMMIT has other characters than letters, digits and .+~-: ${commit}")
endif()
set(text "// Written by cmake/commit.cmake.
#include \"cli/build_commit.h\"

namespace patchbay::app {

std::string_view build_commit() { return \"${commit}\"; }

}  // namespace patchbay::app
")
set(before "")
if(EXISTS "${OUT}")
  file(READ "${OUT}" before)
endif()
if(NOT before STREQUAL text)
  file(WRITE "${OUT}" "${text}")
endif()

# Makes a .deb of a staged tree with CPack; packaging/build sets what it reads from the environment.
set(CPACK_GENERATOR DEB)
set(CPACK_PACKAGE_NAME "$ENV{PACKAGE}")
set(CPACK_PACKAGE_VERSION "$ENV{PACKAGE_VERSION}")
set(CPACK_PACKAGE_FILE_NAME "$ENV{PACKAGE}")
set(CPACK_PACKAGE_VENDOR Patchbay)
set(CPACK_PACKAGE_CONTACT "$ENV{PACKAGE_MAINTAINER}")
set(CPACK_PACKAGE_DIRECTORY "$ENV{PACKAGE_OUT}")
set(CPACK_INSTALLED_DIRECTORIES "$ENV{PACKAGE_TREE};/")
set(CPACK_PACKAGING_INSTALL_PREFIX "/")
set(CPACK_INCLUDE_TOPLEVEL_DIRECTORY OFF)
set(CPACK_SET_DESTDIR OFF)
set(CPACK_STRIP_FILES OFF)
set(CPACK_THREADS 1)
set(CPACK_INSTALL_DEFAULT_DIRECTORY_PERMISSIONS OWNER_READ OWNER_WRITE OWNER_EXECUTE
  GROUP_READ GROUP_EXECUTE WORLD_READ WORLD_EXECUTE)

set(CPACK_DEBIAN_FILE_NAME DEB-DEFAULT)
set(CPACK_DEBIAN_PACKAGE_RELEASE "$ENV{PACKAGE_RELEASE}")
set(CPACK_DEBIAN_PACKAGE_MAINTAINER "$ENV{PACKAGE_MAINTAINER}")
set(CPACK_DEBIAN_COMPRESSION_TYPE "$ENV{PACKAGE_COMPRESSION}")
set(CPACK_DEBIAN_PACKAGE_PRIORITY optional)
if(CPACK_PACKAGE_NAME STREQUAL "patchbay")
  set(CPACK_DEBIAN_PACKAGE_SECTION net)
  set(CPACK_DEBIAN_PACKAGE_SHLIBDEPS ON)
  set(CPACK_DEBIAN_PACKAGE_DEPENDS "adduser, debconf (>= 0.5) | debconf-2.0")
  set(CPACK_DEBIAN_PACKAGE_SUGGESTS "postgresql")
  set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"one customer record with the doors of several vendors
Patchbay is a server that keeps customer records and speaks the APIs for
updating a customer of several vendors. Scripts that were written for them
keep working. All of them read and write the same record, and one history
says who changed what, when, and through which API.
.
Every change is validated by the rules of its own API, is on disk before it is
acknowledged, and can be undone. Records are kept in a folder (SQLite) or in
PostgreSQL.")
  set(debian "${CMAKE_CURRENT_LIST_DIR}/debian")
  set(CPACK_DEBIAN_PACKAGE_CONTROL_EXTRA "${debian}/config;${debian}/postinst;${debian}/prerm;${debian}/postrm;$ENV{PACKAGE_TEMPLATES};$ENV{PACKAGE_CONFFILES}")
else()
  set(CPACK_DEBIAN_PACKAGE_SECTION debug)
  set(CPACK_DEBIAN_PACKAGE_DEPENDS "patchbay (= $ENV{PACKAGE_VERSION}-$ENV{PACKAGE_RELEASE})")
  set(CPACK_DEBIAN_PACKAGE_DESCRIPTION
"debug symbols for patchbay
Debuggers find the names and lines of the program here.")
endif()
set(CPACK_PACKAGE_DESCRIPTION "${CPACK_DEBIAN_PACKAGE_DESCRIPTION}")

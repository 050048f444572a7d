import Glibc

/// The names in a folder, sorted, folders with a `/` at their end; none where it cannot be read. A `~/`
/// at the start is the home folder. At most 10,000.
package func folderNames(_ path: String) -> [String] {
  var folder = path
  if path.hasPrefix("~/"), let home = processEnvironment()["HOME"] {
    folder = home + path.dropFirst()
  }
  guard let stream = unsafe opendir(folder) else { return [] }
  defer { unsafe closedir(stream) }
  var names: [String] = []
  while names.count < 10_000, let entry = unsafe readdir(stream) {
    let name = unsafe withUnsafePointer(to: &entry.pointee.d_name) {
      unsafe $0.withMemoryRebound(to: CChar.self, capacity: 256) { unsafe String(cString: $0) }
    }
    guard name != ".", name != ".." else { continue }
    var status = stat()
    let isFolder =
      unsafe stat("\(folder)/\(name)", &status) == 0 && status.st_mode & S_IFMT == S_IFDIR
    names.append(isFolder ? name + "/" : name)
  }
  return names.sorted()
}

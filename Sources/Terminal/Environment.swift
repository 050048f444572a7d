import CLineEdit
import Glibc

/// The variables this process was started with. Where a name occurs twice the first one counts,
/// as with `getenv`; text that is not UTF-8 is repaired.
package func processEnvironment() -> [String: String] {
  var variables: [String: String] = [:]
  guard var entry = unsafe lineedit_environment() else { return variables }
  while let text = unsafe entry.pointee {
    let parts = unsafe String(cString: text)
      .split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    if parts.count == 2 {
      let name = String(parts[0])
      variables[name] = variables[name] ?? String(parts[1])
    }
    unsafe entry += 1
  }
  return variables
}

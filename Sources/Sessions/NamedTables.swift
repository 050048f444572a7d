package import Columns

/// The tables of a session by name, in the order in which they came.
package struct NamedTables: Sendable {
  package private(set) var names: [String] = []
  private var tables: [String: Table] = [:]

  package init() {}

  /// The table of exactly this name; setting one of a known name replaces it.
  package subscript(name: String) -> Table? {
    get { tables[name] }
    set {
      if newValue == nil {
        names.removeAll { $0 == name }
      } else if tables[name] == nil {
        names.append(name)
      }
      tables[name] = newValue
    }
  }

  /// The name as it was given, for a name in any case.
  package func name(matching text: String) -> String? {
    if tables[text] != nil { return text }
    let folded = text.lowercased()
    let similar = names.filter { $0.lowercased() == folded }
    return similar.count == 1 ? similar[0] : nil
  }
}

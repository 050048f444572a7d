import Language

/// The name under which a file's table is kept: the file's name without folder and ending, as a word
/// of the language.
func tableName(forFile path: String, _ grammar: Grammar) -> String {
  var file = lastComponent(of: path)
  if file == "-" { file = "input" }
  // Of several files the folder is what they have in common.
  if file.contains("*") || file.contains("?") {
    let parent = lastComponent(of: folder(of: path))
    file = parent == "." || parent == "/" ? file.filter { !"*?".contains($0) } : parent
  }
  let stem = file.firstIndex(of: ".").map { String(file[..<$0]) } ?? file
  var name = String(
    stem.unicodeScalars.map {
      $0.properties.isAlphabetic || ("0"..."9").contains($0) ? Character($0) : "_"
    })
  if name.isEmpty { name = "data" }
  if let first = name.first, first.isNumber { name = "_" + name }
  return grammar.verb(name) == nil ? name : name + "_data"
}

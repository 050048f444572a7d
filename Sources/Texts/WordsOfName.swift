/// The words of a column's name, folded: cut at signs, blanks, and where a capital follows a small
/// letter. `Data_Disdetta` is data, disdetta.
package func wordsOfName(_ name: String) -> [String] {
  var words: [String] = []
  var word = ""
  var followsSmall = false
  for scalar in name.unicodeScalars.prefix(120) {
    let isWordPart = scalar.properties.isAlphabetic || ("0"..."9").contains(scalar)
    if !isWordPart || followsSmall && scalar.properties.isUppercase {
      if !word.isEmpty { words.append(word) }
      word = ""
    }
    if isWordPart { word += folded(String(scalar)) }
    followsSmall = scalar.properties.isLowercase
  }
  if !word.isEmpty { words.append(word) }
  return words
}

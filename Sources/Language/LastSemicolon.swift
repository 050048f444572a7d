/// A statement without the `;` at its end, which is a habit of SQL, and without what follows it:
/// blanks and comments. `parse` leaves it aside by itself.
///
/// A text that holds nothing else keeps it, so that it is not taken for an empty line.
package func withoutLastSemicolon(_ text: String) -> String {
  let bytes = Array(text.utf8)
  var hasContent = false
  var end = bytes.count
  var index = 0
  while index < bytes.count {
    let piece = skeletonPiece(in: bytes, at: index, end: bytes.count)
    switch piece.kind {
    case .blank, .newline, .comment: break
    case .other where bytes[index] == UInt8(ascii: ";"):
      if hasContent, end == bytes.count { end = index }
    default:
      hasContent = true
      end = bytes.count
    }
    index = piece.range.upperBound
  }
  return end == bytes.count ? text : String(decoding: bytes[..<end], as: UTF8.self)
}

/// A text with every occurrence of `old`, from left to right, replaced. Code points are compared, and
/// an empty `old` changes nothing.
func replaced(_ text: String, _ old: String, _ new: String) -> String {
  let bytes = Array(text.utf8)
  let needle = Array(old.utf8)
  guard let first = needle.first, bytes.count >= needle.count else { return text }
  var result: [UInt8] = []
  var index = 0
  while index < bytes.count {
    // Bytes of UTF-8 are equal where the code points are.
    if bytes[index] == first, bytes[index...].starts(with: needle) {
      result += new.utf8
      index += needle.count
    } else {
      result.append(bytes[index])
      index += 1
    }
  }
  return String(decoding: result, as: UTF8.self)
}

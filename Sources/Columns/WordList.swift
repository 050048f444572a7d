package import Kernels

/// The different words of a column of text, in their order: an array of texts in what it offers, which
/// can keep them as packed bytes.
package struct WordList: RandomAccessCollection, Sendable {
  private enum Storage: Sendable {
    case texts([String])
    case packed(PackedWords)
  }

  private var storage: Storage

  package init(_ texts: [String]) { storage = .texts(texts) }
  package init(_ words: PackedWords) { storage = .packed(words) }

  package var startIndex: Int { 0 }

  package var endIndex: Int {
    switch storage {
    case .texts(let texts): texts.count
    case .packed(let words): words.count
    }
  }

  package subscript(position: Int) -> String {
    switch storage {
    case .texts(let texts): texts[position]
    case .packed(let words): words[position]
    }
  }
}

extension WordList: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: String...) { self.init(elements) }
}

extension WordList: Equatable {
  package static func == (left: WordList, right: WordList) -> Bool { left.elementsEqual(right) }
}

/// The word of every row as its number: an array of `UInt32` in what it offers, which takes a byte a
/// row where there are few words.
package struct WordCodes: RandomAccessCollection, Sendable {
  @usableFromInline package let packed: PackedCodes

  package init(_ codes: [UInt32]) { packed = PackedCodes(codes) }
  package init(_ codes: PackedCodes) { packed = codes }

  @inlinable package var startIndex: Int { 0 }
  @inlinable package var endIndex: Int { packed.endIndex }
  @inlinable package subscript(row: Int) -> UInt32 { packed[row] }

  /// The numbers as an array, for work that goes over all of them.
  package var array: [UInt32] { packed.array }

  /// Whether no number, all below `count`, occurs twice.
  package func areDistinct(below count: Int) -> Bool { packed.areDistinct(below: count) }

  /// The numbers as bytes, where they are stored so.
  package var bytes: [UInt8]? { packed.bytes }

  /// The numbers at these rows.
  package func gathered(_ rows: [Int]) -> WordCodes { WordCodes(packed.gathered(rows)) }
}

extension WordCodes: ExpressibleByArrayLiteral {
  package init(arrayLiteral elements: UInt32...) { self.init(elements) }
}

extension WordCodes: Equatable {
  package static func == (left: WordCodes, right: WordCodes) -> Bool {
    left.elementsEqual(right)
  }
}

extension Cells<UInt32> {
  /// The numbers of words as cells.
  package init(_ codes: WordCodes, validity: Bitmap?) {
    self.init(codes.array, validity: validity)
  }
}

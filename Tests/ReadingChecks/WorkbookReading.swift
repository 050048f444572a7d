import Spreadsheets

/// The bytes as a whole workbook where they begin like one, or, since few bytes make a valid archive, as
/// one of the parts of one.
func problemOfWorkbook(_ bytes: [UInt8]) -> String? {
  if bytes.starts(with: [0x50, 0x4B, 3, 4]) || bytes.starts(with: [0x50, 0x4B, 5, 6]) {
    return problemOfForm(bytes, writtenAs: "x.xlsx")
  }
  guard let choice = bytes.first else { return nil }
  let fuzzed = [
    "xl/worksheets/a.xml", "xl/s.xml", "xl/f.xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels",
  ]
  let chosen = fuzzed[Int(choice) % fuzzed.count]
  var zip = ZipWriter()
  for (name, text) in workbookParts {
    zip.add(name, name == chosen ? Array(bytes.dropFirst()) : Array(text.utf8), packs: false)
  }
  return problemOfForm(zip.archive(), writtenAs: "x.xlsx")
}

private let workbookParts = [
  (
    "xl/workbook.xml",
    """
    <workbook><sheets><sheet name="A" sheetId="1" r:id="a"/><sheet name="B" state="hidden" r:id="a"/>
    </sheets></workbook>
    """
  ),
  (
    "xl/_rels/workbook.xml.rels",
    """
    <Relationships><Relationship Id="a" Type="x/worksheet" Target="worksheets/a.xml"/>
    <Relationship Id="b" Type="x/sharedStrings" Target="s.xml"/>
    <Relationship Id="c" Type="x/styles" Target="/xl/f.xml"/></Relationships>
    """
  ),
  (
    "xl/worksheets/a.xml",
    """
    <worksheet><sheetData><row r="1"><c r="A1" t="s"><v>0</v></c><c r="B1" t="s"><v>1</v></c></row>
    <row r="2"><c r="A2" s="1"><v>45000.5</v></c><c r="B2"><v>1.5</v></c></row></sheetData>
    <mergeCells><mergeCell ref="A1:A2"/></mergeCells></worksheet>
    """
  ),
  ("xl/s.xml", "<sst><si><t>start</t></si><si><r><t>fe</t></r><r><t>e</t></r></si></sst>"),
  (
    "xl/f.xml",
    """
    <styleSheet><numFmts><numFmt numFmtId="164" formatCode="dd/mm/yy hh:mm"/></numFmts><cellXfs>
    <xf numFmtId="0"/><xf numFmtId="164"/></cellXfs></styleSheet>
    """
  ),
]

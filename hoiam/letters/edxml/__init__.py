"""edXML (văn bản điện tử liên thông): to and from other document systems. Pure: it knows no table."""

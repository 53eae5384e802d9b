#!/bin/sh
# List orders
curl -sL 'https://shop.test/orders?full=true' \
  -H "Authorization: Bearer $TOKEN" \
  --compressed

curl -XPOST shop.test/orders -u ada:secret --max-time 5 --json '{"sku": "a"}'
curl https://shop.test/login -d 'user=ada&pass=a%20b' -d remember=1; curl -G shop.test/find --data-urlencode 'q=a&b'
curl https://shop.test/upload -F "file=@a.png;type=image/png" -F note=hi
curl https://shop.test/plain --data hello --digest -u a:b
curl https://shop.test/raw -T x --data-binary @body.bin
curl -k https://shop.test/both -F a=1 -d b=2
curl https://shop.test/file -d @body.txt -d more=1 --max-redirs 2
curl --json @body.json -H 'Accept:' https://shop.test/json --ntlm -u a:b
curl --shiny new https://shop.test/shiny; curl https://shop.test/after --shiny new; curl --shiny shop.test/last
curl --location-trusted https://shop.test/get -G -d @query.txt -d a=1
curl https://shop.test/typed -F 'a={};type=application/json' -F 'b=<b.txt' -F 'c=@c.png;filename=d.png' --form-string 'e=@f;type=g'
curl https://shop.test/mixed -d plain --data-urlencode a=b --data-binary @-
echo done

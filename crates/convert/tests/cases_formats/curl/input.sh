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
echo done
